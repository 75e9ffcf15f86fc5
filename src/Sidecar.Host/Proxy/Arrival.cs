using Sidecar.Diagnostics;

namespace Sidecar.Host.Proxy;

/// <summary>A request at the moment of its arrival.</summary>
/// <param name="Id">Its request id.</param>
/// <param name="RequestNumber">Its number.</param>
/// <param name="At">When it came.</param>
/// <param name="Trace">Its spans; null if nobody listens.</param>
internal readonly record struct Arrival(string Id, long RequestNumber, DateTimeOffset At, WalkTrace? Trace)
{
    public static Arrival Of(HttpContext context, string id, long number, DateTimeOffset now)
    {
        var headers = context.Request.Headers;
        // The trace headers are read only if anyone listens: most processes are not traced.
        var trace = WalkTrace.IsWanted
            ? WalkTrace.Begin(id, context.Request.Method, context.Request.Path.Value ?? "", headers.TraceParent.ToString(),
                headers.TraceState.ToString(), now)
            : null;
        return new Arrival(id, number, now, trace);
    }

    /// <summary>Ends the trace of a request that was never walked; otherwise the walk ends it.</summary>
    public void EndUnwalked(int status, string outcome, DateTimeOffset now)
    {
        if (Trace is not { IsHandedOver: false })
            return;
        Trace.HandOver();
        Trace.End(null, 0, status, outcome, now);
    }
}
