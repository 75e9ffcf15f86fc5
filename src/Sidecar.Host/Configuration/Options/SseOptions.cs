namespace Sidecar.Host.Configuration.Options;

/// <summary>How Sidecar handles streams of server-sent events.</summary>
public sealed class SseOptions
{
    [DurationRange("0s", "1h")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.Zero;

    [DurationRange("0s", "1m")]
    public TimeSpan Hold { get; set; } = TimeSpan.FromSeconds(2);

    public bool InjectUsage { get; set; } = true;
}
