using System.Threading.Channels;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Ledger;

/// <summary>A store whose writes the test sees, and ends, one by one.</summary>
internal sealed class ScriptedLedgerStore : ILedgerStore
{
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>();
    private int _inFlight;

    /// <summary>Rows of the writes that succeeded.</summary>
    public List<string> Kept { get; } = [];

    public bool EverTwoAtOnce { get; private set; }

    /// <summary>There is no write that the test has not seen.</summary>
    public bool IsQuiet => !_writes.Reader.TryPeek(out _);

    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation)
    {
        EverTwoAtOnce |= Interlocked.Increment(ref _inFlight) > 1;
        var write = new Write(batch, [.. attempts.Select(row => row.RequestId), .. walks.Select(row => row.RequestId)]);
        _writes.Writer.TryWrite(write);
        try
        {
            await write.Verdict.Task;
            Kept.AddRange(write.Rows);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>The next write, which stays in flight until the test says how it ends.</summary>
    public async Task<Write> NextWrite()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _writes.Reader.ReadAsync(patience.Token);
    }

    public sealed record Write(LedgerBatchId Batch, IReadOnlyList<string> Rows)
    {
        public TaskCompletionSource Verdict { get; } = new();

        public void Succeeds() => Verdict.SetResult();

        public void Fails() => Verdict.SetException(new IOException("disk full"));
    }
}
