using Sidecar.Domain.Recordings;

namespace Sidecar.Domain.Backtest;

/// <summary>Recomputes every recorded decision.</summary>
public static class BacktestRunner
{
    /// <param name="histories">One per run of the process.</param>
    public static DecisionCounts Run(IReadOnlyList<RecordedHistory> histories)
    {
        var decisions = new DecisionCounts();
        foreach (var history in histories)
        {
            var record = new RecordedSteps(history);
            decisions.AddContradictions(record.Contradictions);
            new Replay(record, decisions).Run();
        }
        return decisions;
    }
}
