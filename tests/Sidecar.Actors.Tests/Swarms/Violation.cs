namespace Sidecar.Actors.Tests.Swarms;

/// <summary>A promise.</summary>
internal enum Invariant
{
    ToldLimit,
    ToldLimitOverRestarts,
    Concurrency,
    EmergencyRate,
    RestIsLeftAlone,
    OneProbe,
    DeadlineStays,
    RestIsBounded,
    EndsOnce,
    EndsInTime,
    HangUpEndsAtOnce,
    Budget,
    NotAskedWhenOut,
    ReplayIsLive,
    BacktestIsIdentical,
    JournalIsWhole,
    OnlyItsDue,
    NoUpstreamTrouble,
    OthersAreAsked,
    LeasesAreHome,
    LedgerIsWhole,
    NoFaults,
    Converges,
}

/// <summary>A promise that was broken.</summary>
internal sealed record Violation(Invariant Invariant, string Text)
{
    public override string ToString() => $"{Invariant}: {Text}";
}
