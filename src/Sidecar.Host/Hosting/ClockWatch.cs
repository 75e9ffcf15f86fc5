using Sidecar.Logging;
using Sidecar.Timing;

namespace Sidecar.Host.Hosting;

/// <summary>Logs when the wall clock was set: no decision depends on it, but stored times continue from the time at the start.</summary>
internal sealed class ClockWatch(SteadyTime time, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Look(told) is { } stepped)
                ClockLog.Stepped(log, (told = stepped).TotalSeconds);
        }
    }

    /// <summary>The wall clock's offset, if it has changed notably.</summary>
    internal TimeSpan? Look(TimeSpan told) => time.Stepped is var stepped && (stepped - told).Duration() >= Notable ? stepped : null;
}

internal static partial class ClockLog
{
    [LoggerMessage(EventIds.ClockStepped, LogLevel.Warning,
        "the wall clock was set by {Seconds:0.0} s since the start: no limit, rest or wait changes because of that; "
        + "stored times continue from the time of the start until Sidecar is restarted")]
    public static partial void Stepped(ILogger log, double seconds);
}
