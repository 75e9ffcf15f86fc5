using Sidecar.Host.Audit;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/state</c>: every backend's state from its actor's memory; <c>/admin/audit/state</c> computes it from the
/// journal.</summary>
internal static class LiveStateEndpoint
{
    public static async Task<IResult> Get(HttpRequest request, RunningBackends running)
    {
        if (new QueryParameters(request.Query).Fault is { } fault)
            return fault;
        if (await running.AskAsync() is { } backends)
            return new JsonAnswer(json => LiveStateJson.Write(json, backends));
        return AdminError.Refuse(
            StatusCodes.Status503ServiceUnavailable,
            new("The backends do not answer yet: they are recovering from the journal. /readyz says when they are ready.",
            "server_error", "starting", null));
    }
}
