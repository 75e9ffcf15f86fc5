namespace Sidecar.Timing;

/// <summary>The time by which everything is decided and dated: what the wall clock showed when the process started, and what the monotonic
/// clock has counted since.</summary>
/// <remarks>A wall clock that is stepped would lengthen or shorten every window, rest, wait and budget by the step.</remarks>
public sealed class SteadyTime(TimeProvider wall, Func<TimeSpan> uptime) : TimeProvider
{
    /// <summary>The one of this process.</summary>
    public static readonly SteadyTime OfProcess = new(System, Uptime.Now);

    private readonly DateTimeOffset _wallAtStart = wall.GetUtcNow();
    private readonly TimeSpan _uptimeAtStart = uptime();

    /// <summary>How far the wall clock was stepped since the start; positive: forth.</summary>
    public TimeSpan Stepped => wall.GetUtcNow() - GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _wallAtStart + (uptime() - _uptimeAtStart);
}
