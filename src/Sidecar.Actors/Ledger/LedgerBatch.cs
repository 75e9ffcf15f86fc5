namespace Sidecar.Ledger;

/// <summary>Rows that are written together, in one transaction.</summary>
internal sealed class LedgerBatch
{
    public List<AttemptRow> Attempts { get; } = [];

    public List<WalkRow> Walks { get; } = [];

    public int Count => Attempts.Count + Walks.Count;

    public void Add(object row)
    {
        if (row is AttemptRow attempt)
            Attempts.Add(attempt);
        else
            Walks.Add((WalkRow)row);
    }
}
