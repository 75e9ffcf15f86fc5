using Sidecar.Host.Audit;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/audit?backend=&amp;from=&amp;to=&amp;after=&amp;limit=</c>: stored events, oldest first, paged by <c>after</c>
/// and <c>next</c>.</summary>
internal static class AuditEndpoint
{
    public static async Task<IResult> Get(HttpRequest request, AuditReader journal, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query, "backend", "from", "to", "after", "limit");
        var (from, to) = parameters.Range();
        var query = new AuditQuery(
            parameters.Text("backend"),
            from,
            to,
            parameters.Number("after", 0, long.MaxValue, otherwise: 0),
            (int)parameters.Number("limit", 1, AuditQuery.MaxLimit, AuditQuery.DefaultLimit));
        if (parameters.Fault is { } fault)
            return fault;
        var page = await journal.ReadAsync(query, cancellation);
        return new JsonAnswer(json => AuditPageJson.Write(json, page));
    }
}
