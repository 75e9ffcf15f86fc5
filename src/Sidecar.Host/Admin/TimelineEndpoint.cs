using Sidecar.Domain.Backends;
using Sidecar.Host.Audit;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/audit/timeline?backend=&amp;from=&amp;to=</c>: when backends rested, with totals; several backends are
/// separated by commas.</summary>
internal static class TimelineEndpoint
{
    // About 20 MB of answer, and as much again while it is built. For more, use the command, which does not take the server's memory.
    private const int MostEvents = 100_000;

    public static async Task<IResult> Get(
        HttpRequest request, StoredData data, BackendCatalog catalog, TimeProvider clock, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query, "backend", "from", "to");
        var (from, to) = parameters.Range();
        var backends =
            (parameters.Text("backend") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parameters.Fault is { } fault)
            return fault;
        var reader = new TimelineReader(data, catalog.Backends.Select(backend => backend.Id));
        var query = new TimelineQuery(backends, from, to);
        try
        {
            if (await reader.RefuseAsync(query, clock.GetUtcNow(), cancellation) is { } unknown)
                return AdminError.Refuse(
                    StatusCodes.Status404NotFound, new($"There is no timeline: {unknown}.", "invalid_request_error", "not_found", null));
            if (await reader.CountAsync(query, cancellation) is > MostEvents and var events)
                return AdminError.BadParameter("from", $"The range holds {events} events; a timeline over HTTP reads at most "
                    + $"{MostEvents}. Narrow it with 'from', 'to' or 'backend', or ask 'audit timeline' on the command line.");
            var report = await reader.ReadAsync(query, clock.GetUtcNow(), cancellation);
            return new JsonAnswer(json => TimelineReportJson.Write(json, report));
        }
        catch (InvalidDataException unreadable)
        {
            return AdminError.Refuse(
                StatusCodes.Status500InternalServerError, new(unreadable.Message, "server_error", "journal_unreadable", null));
        }
    }
}
