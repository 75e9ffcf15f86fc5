namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>What a refusal says about when to come again.</summary>
internal enum RefusalHint
{
    None,

    /// <summary>Whole seconds, rounded up, at least one.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Exact,

    /// <summary>Always the same, whatever is true.</summary>
    AlwaysOneSecond,
}

/// <summary>Upstreams with limits that nobody told, and the requests that are to be answered by them.</summary>
/// <param name="Name">Of the row.</param>
/// <param name="Limits">Made anew for each run: one for each upstream; the argument varies what is by chance.</param>
/// <param name="Requests">When they come; the argument is the seed.</param>
/// <param name="Hint">What refusals say.</param>
internal sealed record Scenario(string Name, Func<uint, HiddenLimit[]> Limits, Func<uint, double[]> Requests,
    RefusalHint Hint = RefusalHint.None)
{
    /// <summary>The ms that an answer takes, by a number below 1 that is oftener small than large.</summary>
    public Func<double, double> AnswerMs { get; init; } = static chance => 120 + (500 * chance);

    /// <summary>The tokens of a request, by chance; null: nobody counts them.</summary>
    public Func<double, int>? Tokens { get; init; }

    /// <summary>The hint for a wait in ms.</summary>
    public double? HintOf(double wait) => Hint switch
    {
        RefusalHint.Seconds => Math.Max(1000, Math.Ceiling(wait / 1000) * 1000),
        RefusalHint.Exact => wait,
        RefusalHint.AlwaysOneSecond => 1000,
        _ => null,
    };
}
