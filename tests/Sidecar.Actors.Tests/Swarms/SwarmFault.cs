namespace Sidecar.Actors.Tests.Swarms;

/// <summary>A kind of trouble that a run may have. Each has a random sequence of its own, so that turning one off leaves the others as they
/// were.</summary>
internal enum SwarmFault
{
    // What upstreams allow, and what they say about it.
    FixedWindows,
    SlidingWindows,
    TokenBuckets,
    ConcurrencyLimits,
    TokenLimits,
    TrueHints,
    LyingHints,
    NamedLimits,
    ChanceRefusals,

    // Other ways in which they fail.
    Overloads,
    Failures,
    Unreachable,
    Hangs,
    SlowStarts,
    CutStreams,
    SilentStreams,
    LaterErrors,
    KeyLosses,
    ModelAbsences,

    // What clients cause.
    RequestFaults,
    HangUps,
    Floods,

    // The disk and the process.
    SlowJournal,
    FailingJournal,
    LyingJournal,
    TornJournal,
    Crashes,
    Restarts,
    ClockJumps,

    // What operators do.
    Reloads,
    Operators,
}
