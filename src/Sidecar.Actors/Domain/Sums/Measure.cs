namespace Sidecar.Domain.Sums;

/// <summary>What is summed. The numbers are stored, so they never change; the histograms take the numbers behind them.</summary>
public enum Measure : byte
{
    // Of client requests.
    Answered = 0,
    Refused = 1,
    Failed = 2,
    HungUp = 3,
    Throttled = 4,
    EndedInRouting = 5,
    EndedInPrimaryWait = 6,
    EndedInEmergency = 7,
    Waited = 8,
    WaitedMs = 9,

    // Of attempts at upstreams.
    Attempts = 10,
    RateLimited = 11,
    Overloaded = 12,
    CredentialsRefused = 13,
    UpstreamFailed = 14,
    Unreachable = 15,
    TimedOut = 16,
    BrokenOff = 17,
    Cancelled = 18,
    RequestAtFault = 19,
    OwnFault = 20,
    PromptTokens = 21,
    CachedTokens = 22,
    CompletionTokens = 23,
    ReasoningTokens = 24,
    TotalTokens = 25,

    /// <summary>In 10⁻¹² of a currency unit.</summary>
    Cost = 26,

    /// <summary>Attempts whose tokens are known.</summary>
    Counted = 27,

    /// <summary>Attempts whose cost is known.</summary>
    Priced = 28,

    /// <summary>Attempts whose prompt or completion tokens are known.</summary>
    Split = 29,

    /// <summary>Attempts whose cached tokens are known.</summary>
    CachedKnown = 30,

    /// <summary>Attempts whose reasoning tokens are known.</summary>
    ReasoningKnown = 31,
}
