using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Why one request went where it went: its walk as a tree of phases and steps, each with what caused it.</summary>
/// <param name="Now">What it is doing now; null once it has ended.</param>
/// <param name="End">Null while it is running.</param>
public sealed record WalkExplanation(
    string RequestId,
    DateTimeOffset ArrivedAt,
    string Model,
    bool Stream,
    long Tokens,
    string? Client,
    IReadOnlyList<WalkPhase> Phases,
    RunningStep? Now,
    WalkEnding? End);

/// <summary>One phase of a walk.</summary>
/// <param name="From">The instant of its first fact.</param>
/// <param name="Until">When the next phase began, or the walk ended; null while it lasts.</param>
/// <param name="Activated">For an emergency: its event in the journal.</param>
public sealed record WalkPhase(
    RequestPhase Phase, DateTimeOffset From, DateTimeOffset? Until, IReadOnlyList<WalkStep> Steps, JournalledEvent? Activated);

/// <summary>What a running walk is doing.</summary>
/// <param name="WaitsFor">What it waits for, in words.</param>
/// <param name="Backend">The backend that it waits for, if it is a single one.</param>
/// <param name="Until">When it stops waiting, if that is known.</param>
public sealed record RunningStep(RequestPhase Phase, string WaitsFor, string? Backend, DateTimeOffset? Until);

/// <summary>How a walk ended.</summary>
/// <param name="Status">The status that the client got; 0 if it hung up first.</param>
/// <param name="Code">The refusal's code, or how the relay ended.</param>
/// <param name="Meaning">The same in a sentence.</param>
/// <param name="Duration">The time since the arrival.</param>
/// <param name="Tokens">The total of all attempts; null if no row knows any.</param>
public sealed record WalkEnding(
    DateTimeOffset At, int Status, string Code, string Meaning, long Bytes, TimeSpan Duration, int Attempts, long? Tokens, decimal? Cost);
