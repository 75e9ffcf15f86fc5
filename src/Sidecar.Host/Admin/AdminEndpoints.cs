using Sidecar.Host.Admin.Describing;

namespace Sidecar.Host.Admin;

/// <summary>The operator's endpoints, all behind the admin token.</summary>
public static class AdminEndpoints
{
    /// <summary>Maps them under <c>/admin</c>. Required services: <see cref="AdminToken"/>, <see cref="Storage.AuditReader"/>, <see
    /// cref="Ledger.ILedgerStore"/>, <see cref="Audit.RunningBackends"/>, <see cref="Audit.Explaining.RequestExplainer"/>, <see
    /// cref="Live.LiveSignals"/>, <see cref="Live.LiveSubscribers"/>, <see cref="TimeProvider"/>.</summary>
    public static RouteGroupBuilder MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").AddEndpointFilter(routes.ServiceProvider.GetRequiredService<AdminToken>())
            .AddEndpointFilter(DatabaseFaults.Answer);
        admin.MapAsking();
        admin.MapBackends();
        admin.MapKeys();
        return admin;
    }

    private static void MapAsking(this RouteGroupBuilder admin)
    {
        var asking = admin.MapGroup("").WithTags("audit");
        asking.MapGet("/state", LiveStateEndpoint.Get).WithName("get-state").WithSummary("Every backend's present state, from memory");
        asking.MapGet("/audit", AuditEndpoint.Get).WithName("list-events").WithSummary("The journal's events, oldest first, paged")
            .WithQuery("backend", "from", "to", "after", "limit");
        asking.MapGet("/audit/state", StateEndpoint.Get).WithName("get-past-state")
            .WithSummary("Every backend's state at an instant, and which request caused it").WithQuery("at");
        asking.MapGet("/audit/timeline", TimelineEndpoint.Get).WithName("get-timeline")
            .WithSummary("When backends rested, why, and for how long in total").WithQuery("backend", "from", "to");
        asking.MapGet("/requests/{id}", RequestEndpoint.Get).WithName("explain-request")
            .WithSummary("Why a request went where it went, even while it is running");
        asking.MapGet("/events", EventsEndpoint.Get).WithName("follow-events").WithSummary(
            "The journal live, as server-sent events, resumable by Last-Event-ID").WithQuery("backend", "last-event-id", "walks");
        asking.MapGet("/usage", UsageEndpoint.Get).WithName("get-usage")
            .WithSummary("Requests, errors, tokens, cost and latency from the ledger").WithQuery("from", "to", "group-by");
    }
}
