using System.Diagnostics;

namespace Sidecar.Diagnostics;

/// <summary>Starts and ends activities without leaving them as the thread's current one, because an actor's thread goes on to unrelated
/// work.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new(TelemetryNames.Scope, typeof(Spans).Assembly.GetName().Version?.ToString(3));

    /// <summary>Whether anyone listens for spans.</summary>
    public static bool AreHeard => Source.HasListeners();

    /// <param name="name">With low cardinality.</param>
    /// <param name="kind">Client or server side.</param>
    /// <param name="parent">Default: it begins a trace.</param>
    /// <param name="at">When it began.</param>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset at)
    {
        var outer = Activity.Current;
        // Without a parent, any current activity would become the parent.
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent, startTime: at);
        Activity.Current = outer;
        return span;
    }

    public static void Stop(Activity span, DateTimeOffset at)
    {
        var outer = Activity.Current;
        span.SetEndTime(at.UtcDateTime);
        span.Stop();
        Activity.Current = outer;
    }
}
