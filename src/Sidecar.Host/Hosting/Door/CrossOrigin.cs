using Microsoft.Extensions.Primitives;

namespace Sidecar.Host.Hosting.Door;

/// <summary>Tells the browser that a page of an allowed origin may send its request and read the answer (CORS). Upstreams' own CORS
/// headers do not count, because upstreams do not know the origins allowed here.</summary>
internal static class CrossOrigin
{
    private const string AskedMethod = "Access-Control-Request-Method";
    private const string AskedHeaders = "Access-Control-Request-Headers";
    private const string AskedNetwork = "Access-Control-Request-Private-Network";

    private static readonly StringValues Yes = "true";
    private static readonly StringValues Exposed = "*";
    private static readonly StringValues Age = "600";

    /// <summary>True: it was a preflight request, and it is answered.</summary>
    public static bool Answers(HttpContext context, string origin)
    {
        var (asked, headers) = (context.Request.Headers, context.Response.Headers);
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method) || !asked.TryGetValue(AskedMethod, out var method))
        {
            headers.AccessControlExposeHeaders = Exposed;
            return false;
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.AccessControlAllowMethods = method;
        if (asked.TryGetValue(AskedHeaders, out var names))
            headers.AccessControlAllowHeaders = names;
        if (asked.ContainsKey(AskedNetwork))
            headers["Access-Control-Allow-Private-Network"] = Yes;
        headers.AccessControlMaxAge = Age;
        return true;
    }
}
