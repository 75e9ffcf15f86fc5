using Sidecar.Domain.Backends;
using Sidecar.Host.Storage;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.Admin;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    // Load balancers often ask with HEAD.
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Methods, () => "alive\n");
        routes.MapMethods("/readyz", Methods, ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(BackendCatalog catalog, RequestGate gate, AuditReader journal, Shortages shortages, CancellationToken cancellation)
    {
        if (catalog.Backends.Count == 0)
            return NotReady("no_backend_configured");
        if (!catalog.Backends.Any(b => b.Enabled))
            return NotReady("no_backend_enabled");
        if (shortages.Present is { } what)
            return NotReady("short_of_" + what);
        if (gate.Actors is not { } actors)
            return NotReady("starting");
        try
        {
            await journal.ReadAsync(new AuditQuery { Limit = 1 }, cancellation);
            await actors.WhenRecovered(Bound);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return NotReady("journal_unreachable");
        }
        return Results.Text("ready\n");
    }

    private static IResult NotReady(string reason) => Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
