using System.Diagnostics;

namespace Sidecar.Host.Upstream;

/// <summary>The headers of W3C Trace Context, by which an upstream's own spans find their parent. Where nothing is traced, the client's
/// pass as they are.</summary>
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
