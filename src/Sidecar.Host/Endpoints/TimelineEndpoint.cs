using Sidecar.Audit;
using Sidecar.Domain.Backends;
using Sidecar.Storage;

namespace Sidecar.Endpoints;

/// <summary><c>GET /admin/audit/timeline?backend=&amp;from=&amp;to=</c>: when backends rested, and what that came to; several backends with commas between.</summary>
internal static class TimelineEndpoint
{
    public static async Task<IResult> Get(HttpRequest request, SqliteFiles files, BackendCatalog catalog, TimeProvider clock, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query, "backend", "from", "to");
        var (from, to) = parameters.Range();
        var backends = (parameters.Text("backend") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parameters.Fault is { } fault)
            return fault;
        var reader = new TimelineReader(new ReadableFile(files.Journal, IsOurs: true), new ReadableFile(files.Ledger, IsOurs: true), catalog.Backends.Select(backend => backend.Id));
        try
        {
            var report = await reader.ReadAsync(new TimelineQuery(backends, from, to), clock.GetUtcNow(), cancellation);
            return new JsonAnswer(json => TimelineReportJson.Write(json, report));
        }
        catch (InvalidDataException unreadable)
        {
            return AdminError.Refuse(StatusCodes.Status500InternalServerError, new(unreadable.Message, "server_error", "journal_unreadable", null));
        }
    }
}
