namespace Sidecar.Domain.Backtest;

/// <summary>Replays recorded runs under the policy that was in force and under another.</summary>
public static class BacktestRunner
{
    /// <param name="histories">One per run of the process.</param>
    /// <param name="candidate">The policy under test, from the one that was in force.</param>
    /// <param name="untold">Requests without a walk that could be replayed.</param>
    public static BacktestReport Run(IReadOnlyList<RecordedHistory> histories, Func<ReplayPolicy, ReplayPolicy> candidate, int untold = 0)
    {
        var (recorded, baseline, tested) = (new Figures(), new Figures(), new Figures());
        var decisions = new DecisionCounts();
        var left = 0;
        foreach (var history in histories)
        {
            var record = new Record(history);
            decisions.AddContradictions(record.Contradictions);
            new Replay(record, history.Policy, recorded, baseline, decisions).Run();
            var replay = new Replay(record, candidate(history.Policy), new Figures(), tested, new DecisionCounts());
            replay.Run();
            left += replay.Left;
        }
        return new BacktestReport(recorded, baseline, tested, decisions, left, untold);
    }
}
