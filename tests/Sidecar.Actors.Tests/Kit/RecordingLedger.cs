using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>Keeps every row, and refuses a second one for the same attempt or walk.</summary>
internal sealed class RecordingLedger : ILedgerStore
{
    private readonly Dictionary<(string Request, int Attempt), AttemptRow> _attempts = [];
    private readonly Dictionary<string, WalkRow> _walks = [];

    public IReadOnlyList<AttemptRow> Attempts => [.. _attempts.Values];

    public IReadOnlyList<WalkRow> Walks => [.. _walks.Values];

    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation)
    {
        foreach (var row in attempts)
            _attempts.Add((row.RequestId, row.Attempt), row);
        foreach (var row in walks)
            _walks.Add(row.RequestId, row);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public IReadOnlyList<AttemptRow> AttemptsOf(string request) =>
        [.. Attempts.Where(row => row.RequestId == request).OrderBy(row => row.Attempt)];

    public WalkRow WalkOf(string request) => _walks[request];
}
