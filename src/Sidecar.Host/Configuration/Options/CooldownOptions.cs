using System.ComponentModel.DataAnnotations;
using Sidecar.Domain.Policies;

namespace Sidecar.Host.Configuration.Options;

/// <summary>How long a backend rests, and why.</summary>
public sealed class CooldownOptions
{
    private static readonly CooldownPolicy Default = new();

    [DurationRange("1ms", "30d")]
    public TimeSpan Base { get; set; } = Default.Base;

    [Range(1d, 100d)]
    public double Multiplier { get; set; } = Default.Multiplier;

    [DurationRange("1ms", "30d")]
    public TimeSpan Max { get; set; } = Default.Max;

    [Range(0d, 1d)]
    public double Jitter { get; set; } = Default.Jitter;

    [DurationRange("1s", "30d")]
    public TimeSpan RetryAfterMax { get; set; } = Default.RetryAfterMax;

    [Range(1, 1000)]
    public int FailuresToCool { get; set; } = Default.FailuresToCool;

    [DurationRange("1ms", "1d")]
    public TimeSpan OverloadRest { get; set; } = Default.OverloadRest;

    [DurationRange("1ms", "30d")]
    public TimeSpan CredentialRest { get; set; } = Default.CredentialRest;

    [DurationRange("1ms", "1d")]
    public TimeSpan ProbeLease { get; set; } = Default.ProbeLease;

    public bool Learn { get; set; } = Default.Learn;
}
