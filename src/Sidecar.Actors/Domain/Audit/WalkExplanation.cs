using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Why one request went where it went: its walk as a tree of phases and steps, each with what caused it.</summary>
/// <param name="Now">What it does now; null once it has ended.</param>
/// <param name="End">Null while it runs.</param>
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
/// <param name="From">When the first thing in it was noted.</param>
/// <param name="Until">When the next phase began, or the walk ended; null while it runs.</param>
/// <param name="Activated">Of an emergency: its event in the journal.</param>
public sealed record WalkPhase(
    RequestPhase Phase, DateTimeOffset From, DateTimeOffset? Until, IReadOnlyList<WalkStep> Steps, JournalledEvent? Activated);

/// <summary>What a running walk does.</summary>
/// <param name="WaitsFor">In words.</param>
/// <param name="Backend">Whom it waits for, where that is one.</param>
/// <param name="Until">When it stops to wait, where that is known.</param>
public sealed record RunningStep(RequestPhase Phase, string WaitsFor, string? Backend, DateTimeOffset? Until);

/// <summary>How a walk ended.</summary>
/// <param name="Status">What the client was given; 0 when it hung up first.</param>
/// <param name="Code">The refusal's code, or how the relay ended.</param>
/// <param name="Meaning">The same in a sentence.</param>
/// <param name="Duration">Since the arrival.</param>
/// <param name="Tokens">Of all attempts; null when no row knew any.</param>
public sealed record WalkEnding(
    DateTimeOffset At, int Status, string Code, string Meaning, long Bytes, TimeSpan Duration, int Attempts, long? Tokens, decimal? Cost);
