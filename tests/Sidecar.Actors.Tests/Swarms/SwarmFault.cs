namespace Sidecar.Actors.Tests.Swarms;

/// <summary>A kind of trouble that a run may have. Each draws from a chance of its own, so that to turn one off leaves the others as they
/// were.</summary>
internal enum SwarmFault
{
    // What upstreams allow, and tell of it.
    FixedWindows,
    SlidingWindows,
    TokenBuckets,
    ConcurrencyLimits,
    TokenLimits,
    TrueHints,
    LyingHints,
    NamedLimits,
    ChanceRefusals,

    // How else they fail.
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

    // What a client brings about.
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

    // Who operates it.
    Reloads,
    Operators,
}
