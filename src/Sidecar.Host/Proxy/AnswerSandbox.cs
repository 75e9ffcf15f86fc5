using Microsoft.Extensions.Primitives;

namespace Sidecar.Host.Proxy;

/// <summary>Adds headers by which a browser treats a proxied answer as no page of Sidecar's: it gets an origin of its own, runs no
/// scripts, and is not sniffed.</summary>
internal static class AnswerSandbox
{
    private static readonly StringValues Sandbox = "sandbox";
    private static readonly StringValues NoSniff = "nosniff";

    public static void Put(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Sandbox;
        headers.XContentTypeOptions = NoSniff;
    }
}
