namespace Sidecar.Ledger;

/// <summary>Rows that are written together, in one transaction. Reused for the next ones.</summary>
internal sealed class LedgerBatch
{
    private readonly List<AttemptRow> _attempts = [];
    private readonly List<WalkRow> _walks = [];

    public LedgerBatchId Id { get; set; }

    public IReadOnlyList<AttemptRow> Attempts => _attempts;

    public IReadOnlyList<WalkRow> Walks => _walks;

    /// <summary>Walks and attempts are kept apart, so this is the oldest of one kind; that is precise enough.</summary>
    public object? Oldest => _attempts.Count > 0 ? _attempts[0] : _walks.Count > 0 ? _walks[0] : null;

    public int Count => _attempts.Count + _walks.Count;

    public void Add(object row)
    {
        if (row is AttemptRow attempt)
            _attempts.Add(attempt);
        else
            _walks.Add((WalkRow)row);
    }

    public void Clear()
    {
        _attempts.Clear();
        _walks.Clear();
    }
}
