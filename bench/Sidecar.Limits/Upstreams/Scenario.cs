namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>What a refusal says about when to come back.</summary>
internal enum RefusalHint
{
    None,

    /// <summary>Whole seconds, rounded up, at least one.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Exact,

    /// <summary>Always the same, whatever the truth.</summary>
    AlwaysOneSecond,
}

/// <summary>Upstreams with hidden limits, and the requests they are to answer.</summary>
/// <param name="Name">The name of the row.</param>
/// <param name="Limits">Made anew for each run, one for each upstream; the argument seeds what is random.</param>
/// <param name="Requests">When they arrive; the argument is the seed.</param>
/// <param name="Hint">What refusals say.</param>
internal sealed record Scenario(string Name, Func<uint, HiddenLimit[]> Limits, Func<uint, double[]> Requests,
    RefusalHint Hint = RefusalHint.None)
{
    /// <summary>How many ms an answer takes, given a number below 1 that is small more often than large.</summary>
    public Func<double, double> AnswerMs { get; init; } = static chance => 120 + (500 * chance);

    /// <summary>A request's tokens, given a random number; null if nobody counts them.</summary>
    public Func<double, int>? Tokens { get; init; }

    /// <summary>What a refusal says if the wait is this many ms.</summary>
    public double? HintOf(double wait) => Hint switch
    {
        RefusalHint.Seconds => Math.Max(1000, Math.Ceiling(wait / 1000) * 1000),
        RefusalHint.Exact => wait,
        RefusalHint.AlwaysOneSecond => 1000,
        _ => null,
    };
}
