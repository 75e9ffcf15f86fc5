namespace Sidecar.Endpoints;

/// <summary>The operator's endpoints, all behind the admin token.</summary>
public static class AdminEndpoints
{
    /// <summary>Maps them under <c>/admin</c>. Services asked for: <see cref="AdminToken"/>, <see cref="Storage.AuditReader"/>, <see cref="Ledger.ILedgerStore"/>, <see cref="Audit.RunningBackends"/>, <see cref="Audit.Explaining.RequestExplainer"/>, <see cref="Live.LiveSignals"/>, <see cref="Live.LiveSubscribers"/>, <see cref="TimeProvider"/>.</summary>
    public static RouteGroupBuilder MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").AddEndpointFilter(routes.ServiceProvider.GetRequiredService<AdminToken>());
        admin.MapGet("/state", LiveStateEndpoint.Get);
        admin.MapGet("/audit", AuditEndpoint.Get);
        admin.MapGet("/audit/state", StateEndpoint.Get);
        admin.MapGet("/audit/timeline", TimelineEndpoint.Get);
        admin.MapGet("/requests/{id}", RequestEndpoint.Get);
        admin.MapGet("/events", EventsEndpoint.Get);
        admin.MapGet("/usage", UsageEndpoint.Get);
        admin.MapBackends();
        admin.MapKeys();
        return admin;
    }
}
