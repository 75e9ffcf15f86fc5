using System.Diagnostics;

namespace Sidecar.Host.Upstream;

/// <summary>The headers of W3C Trace Context, by which an upstream's spans find their parent. Without tracing, the client's are passed on
/// unchanged.</summary>
internal static class TraceHeaders
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";

    public static bool Has(string name) =>
        name.Length is 10 or 11
            && (name.Equals(Parent, StringComparison.OrdinalIgnoreCase) || name.Equals(State, StringComparison.OrdinalIgnoreCase));

    public static void Add(HttpRequestMessage message, Activity parent)
    {
        message.Headers.TryAddWithoutValidation(Parent, parent.Id);
        if (parent.TraceStateString is { Length: > 0 } state)
            message.Headers.TryAddWithoutValidation(State, state);
    }
}
