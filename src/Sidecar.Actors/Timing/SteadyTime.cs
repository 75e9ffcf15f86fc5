namespace Sidecar.Timing;

/// <summary>The time for all decisions and timestamps: the wall clock at the start of the process plus the time that the monotonic clock
/// has counted since.</summary>
/// <remarks>If the wall clock were used, setting it would lengthen or shorten every window, rest, wait and budget.</remarks>
public sealed class SteadyTime(TimeProvider wall, Func<TimeSpan> uptime) : TimeProvider
{
    /// <summary>The instance for this process.</summary>
    public static readonly SteadyTime OfProcess = new(System, Uptime.Now);

    private readonly DateTimeOffset _wallAtStart = wall.GetUtcNow();
    private readonly TimeSpan _uptimeAtStart = uptime();

    /// <summary>How far the wall clock was set since the start; positive: forward.</summary>
    public TimeSpan Stepped => wall.GetUtcNow() - GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _wallAtStart + (uptime() - _uptimeAtStart);
}
