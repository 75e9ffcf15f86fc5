using Sidecar.Diagnostics;

namespace Sidecar.Host.Proxy;

/// <summary>A request at the moment it came.</summary>
/// <param name="Id">What it is called from now on.</param>
/// <param name="RequestNumber">Its number.</param>
/// <param name="At">When it came.</param>
/// <param name="Trace">Its spans; null when nobody wants them.</param>
internal readonly record struct Arrival(string Id, long RequestNumber, DateTimeOffset At, WalkTrace? Trace)
{
    public static Arrival Of(HttpContext context, string id, long number, DateTimeOffset now)
    {
        var headers = context.Request.Headers;
        // Looked up only where there is somebody to tell: most processes are not traced.
        var trace = WalkTrace.IsWanted
            ? WalkTrace.Begin(id, context.Request.Method, context.Request.Path.Value ?? "", headers.TraceParent.ToString(),
                headers.TraceState.ToString(), now)
            : null;
        return new Arrival(id, number, now, trace);
    }

    /// <summary>Ends the trace of a request that was never walked; one that was ends with its walk.</summary>
    public void EndUnwalked(int status, string outcome, DateTimeOffset now)
    {
        if (Trace is not { IsHandedOver: false })
            return;
        Trace.HandOver();
        Trace.End(null, 0, status, outcome, now);
    }
}
