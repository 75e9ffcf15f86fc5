using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>How long a backend rests, and why.</summary>
public sealed class CooldownOptions
{
    [DurationRange("1ms", "30d")]
    public TimeSpan Base { get; set; } = TimeSpan.FromSeconds(30);

    [Range(1d, 100d)]
    public double Multiplier { get; set; } = 2;

    [DurationRange("1ms", "30d")]
    public TimeSpan Max { get; set; } = TimeSpan.FromMinutes(15);

    [Range(0d, 1d)]
    public double Jitter { get; set; } = 0.1;

    [DurationRange("1s", "30d")]
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromHours(1);

    [Range(1, 1000)]
    public int FailuresToCool { get; set; } = 5;

    [DurationRange("1ms", "1d")]
    public TimeSpan OverloadRest { get; set; } = TimeSpan.FromSeconds(5);

    [DurationRange("1ms", "30d")]
    public TimeSpan CredentialRest { get; set; } = TimeSpan.FromMinutes(10);

    [DurationRange("1ms", "1d")]
    public TimeSpan ProbeLease { get; set; } = TimeSpan.FromSeconds(30);

    public bool Learn { get; set; } = true;
}
