using Sidecar.Host.Audit.Explaining;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/requests/{id}</c>: why a request went where it went, even while it is running.</summary>
internal static class RequestEndpoint
{
    public static async Task<IResult> Get(string id, HttpRequest request, RequestExplainer explainer, CancellationToken cancellation)
    {
        if (new QueryParameters(request.Query).Fault is { } fault)
            return fault;
        if (await explainer.ExplainAsync(id, cancellation) is { } walk)
            return new JsonAnswer(json => ExplanationJson.Write(json, walk));
        return AdminError.Refuse(
            StatusCodes.Status404NotFound, new(UnknownRequest.Message(id), "invalid_request_error", "request_not_found", "id"));
    }
}
