using Sidecar.Domain.Backends;
using Sidecar.Host.Storage;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.Admin;

/// <summary>Whether the process is alive, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    // For both checks, which run at the same time: the answer comes within a second, whatever hangs.
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(850);

    // Load balancers often use HEAD.
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Methods, () => "alive\n");
        routes.MapMethods("/readyz", Methods, ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(
        BackendCatalog catalog, RequestGate gate, JournalProbe journal, DiskProbe disk, DataFiles files, Shortages shortages)
    {
        if (catalog.Backends.Count == 0)
            return NotReady("no_backend_configured");
        if (!catalog.Backends.Any(b => b.Enabled))
            return NotReady("no_backend_enabled");
        if (shortages.Present is { } what)
            return NotReady("short_of_" + what);
        if (gate.Actors is not { } actors)
            return NotReady("starting");
        if (files.Fault is { } fault)
            return NotReady($"data_lost: {fault}");
        var recovering = actors.WhenRecovered(Bound);
        var writing = disk.FindFault(Bound);
        var isReadable = await journal.IsReadable(Bound);
        await recovering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!isReadable || !recovering.IsCompletedSuccessfully)
            return NotReady("journal_unreachable");
        if (await writing is { } unwritable)
            return NotReady($"not_writable: {unwritable}");
        return Results.Text("ready\n");
    }

    private static IResult NotReady(string reason) => Results.Text(reason + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
