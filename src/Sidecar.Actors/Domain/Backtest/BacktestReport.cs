namespace Sidecar.Domain.Backtest;

/// <summary>What a backtest came to.</summary>
/// <param name="Recorded">What happened.</param>
/// <param name="Candidate">The same requests under the policy under test.</param>
/// <param name="Decisions">Recorded decisions, computed again under the policy that was in force.</param>
/// <param name="Left">Requests whose walk under the policy under test is not the recorded one.</param>
/// <param name="Untold">Requests of which the ledger or the journal tells without a walk that could be replayed.</param>
public sealed record BacktestReport(Figures Recorded, Figures Candidate, DecisionCounts Decisions, int Left, int Untold);
