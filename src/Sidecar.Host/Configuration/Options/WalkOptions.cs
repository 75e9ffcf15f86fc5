using System.ComponentModel.DataAnnotations;
using Sidecar.Domain.Policies;

namespace Sidecar.Host.Configuration.Options;

/// <summary>The first phase of a walk.</summary>
public sealed class RoutingOptions
{
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.LeastLoaded;

    /// <summary>The default is in the reference file, because the binder would add to a list that is not empty.</summary>
    public List<string> AlsoTryNext { get; set; } = [];

    public AffinityOptions Affinity { get; set; } = new();
}

/// <summary>Whether a session's requests prefer the backend that served it last.</summary>
public sealed class AffinityOptions
{
    /// <summary>Empty, or <c>auto</c> alone: all signs; one empty word: none, which turns it off.</summary>
    [Words]
    public List<string> By { get; set; } = [];

    [DurationRange("1s", "1d")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>The second phase: waiting for a backend with capacity.</summary>
public sealed class PrimaryWaitOptions
{
    [Range(0, 1000)]
    public int MaxRetries { get; set; } = 15;

    [DurationRange("1ms", "1h")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    [Range(0, 1_000_000)]
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>The total size of waiting request bodies.</summary>
    [ByteSizeRange("1KiB", "1024GiB")]
    public long MaxWaitingBytes { get; set; } = 256 << 20;

    public WaitFor For { get; set; } = WaitFor.Any;
}

/// <summary>The third phase: every backend at a reduced rate.</summary>
public sealed class EmergencyOptions
{
    [Range(1, 1_000_000)]
    public int DefaultRpm { get; set; } = 40;

    [Range(0d, 1d)]
    public double RpmFraction { get; set; } = 0.25;

    [Range(0, 100)]
    public int Rounds { get; set; } = 3;
}

/// <summary>The answer when no backend could serve a request.</summary>
public sealed class ExhaustedOptions
{
    public bool FailOverNow { get; set; }
}
