using Microsoft.Extensions.Primitives;

namespace Sidecar.Host.Proxy;

/// <summary>Says of an answer from elsewhere that it is no page of Sidecar's: opened in a browser it has an origin of its own, runs
/// nothing, and is what its type says.</summary>
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
