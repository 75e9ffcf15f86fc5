using Microsoft.AspNetCore.Http.Features;

namespace Sidecar.Host.Proxy;

/// <summary>The path and query as the client wrote them.</summary>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Query">With its question mark, or empty.</param>
internal readonly record struct RequestTarget(string Path, string Query)
{
    public static RequestTarget Of(HttpContext context)
    {
        var request = context.Request;
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? raw : raw[..question];
        // Dot segments and absolute targets are passed on as the server resolved them, so that what is sent is what was checked to be
        // under /v1/.
        if (!path.StartsWith('/') || path.Contains("/.", StringComparison.Ordinal)
            || path.Contains("%2e", StringComparison.OrdinalIgnoreCase))
            path = request.Path.ToUriComponent();
        return new RequestTarget(path, request.QueryString.Value ?? "");
    }
}
