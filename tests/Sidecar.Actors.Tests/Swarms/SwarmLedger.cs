using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Limits;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>One process's access to the ledger. What it had not handed over when it was killed is lost.</summary>
internal sealed class SwarmLedger(RecordingLedger rows) : ILedgerStore
{
    public bool IsDead { get; set; }

    public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
        CancellationToken cancellation) =>
        IsDead ? Task.CompletedTask : rows.AppendAsync(batch, attempts, walks, cancellation);

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>What earlier processes started and what still counts, as the server reads it when it starts.</summary>
    public static IReadOnlyDictionary<string, PastStarts> StartsBefore(RecordingLedger rows, DateTimeOffset now)
    {
        var last = rows.Attempts.Select(row => row.At).DefaultIfEmpty(now).Max();
        var ahead = last > now ? last - now : TimeSpan.Zero;
        return rows.Attempts
            .Select(row => (row.Backend, Start: new PastStart(row.At - TimeSpan.FromMilliseconds(row.LatencyMs) - ahead, row.Model,
                row.TotalTokens ?? 0)))
            .Where(row => row.Start.At >= now - PastStarts.Reach && row.Start.At <= now)
            .GroupBy(row => row.Backend)
            .ToDictionary(own => own.Key, own => new PastStarts(0, [.. own.Select(row => row.Start).OrderBy(start => start.At)]));
    }
}
