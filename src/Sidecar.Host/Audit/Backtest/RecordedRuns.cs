using Sidecar.Domain.Recordings;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>The runs of a range of time, and a count of the requests that could not be included.</summary>
internal sealed class RecordedRuns
{
    private readonly List<RecordedHistory> _histories = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public IReadOnlyList<RecordedHistory> Histories => _histories;

    /// <summary>Requests that have an attempt in the range.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Walks that could not be read.</summary>
    public int Damaged { get; set; }

    /// <summary>Requests without a walk that could be replayed.</summary>
    public int Untold => Damaged + Seen.Count(id => !_told.Contains(id));

    public void Add(RecordedHistory history)
    {
        _histories.Add(history);
        _told.UnionWith(history.Walks.Select(walk => walk.RequestId));
    }
}
