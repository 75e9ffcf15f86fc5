using Sidecar.Domain.Backends;
using Sidecar.Host.Audit;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/audit/state?at=</c>: the state of every configured or recorded backend at an instant, by default now.</summary>
internal static class StateEndpoint
{
    public static async Task<IResult> Get(
        HttpRequest request, StoredData data, BackendCatalog catalog, TimeProvider clock, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query, "at");
        var at = parameters.Instant("at") ?? clock.GetUtcNow();
        if (parameters.Fault is { } fault)
            return fault;
        if (at > clock.GetUtcNow())
            return AdminError.BadParameter("at", $"{InstantText.Format(at)} is yet to come: nothing is known of it.");
        var report = await StateReader.ReadAsync(data.Journal, at, catalog.Backends.Select(backend => backend.Id), cancellation);
        return new JsonAnswer(json => StateReportJson.Write(json, report));
    }
}
