using Sidecar.Domain.Recordings;

namespace Sidecar.Domain.Backtest;

/// <summary>Replays recorded runs, as they were and under another policy.</summary>
public static class BacktestRunner
{
    /// <param name="histories">One per run of the process.</param>
    /// <param name="candidate">The policy under test, from the one that was in force.</param>
    /// <param name="untold">Requests without a walk that could be replayed.</param>
    public static BacktestReport Run(IReadOnlyList<RecordedHistory> histories, Func<ReplayPolicy, ReplayPolicy> candidate, int untold = 0)
    {
        var (recorded, tested, decisions, left) = (new Figures(), new Figures(), new DecisionCounts(), 0);
        foreach (var history in histories)
        {
            var record = new RecordedSteps(history);
            decisions.AddContradictions(record.Contradictions);
            var replay = new Replay(record, candidate, recorded, tested, decisions);
            replay.Run();
            left += replay.Left;
        }
        return new BacktestReport(recorded, tested, decisions, left, untold);
    }
}
