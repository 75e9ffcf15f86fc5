namespace Sidecar.Ledger;

/// <summary>The store of the ledger. Only the ledger actor writes; several may read.</summary>
public interface ILedgerStore
{
    /// <summary>Creates whatever is missing. Throws if the store cannot be used at all.</summary>
    Task InitializeAsync(CancellationToken cancellation);

    /// <summary>Appends everything in one transaction, unless this batch is already stored. Throws if it is not certain whether it was
    /// written: then the same batch must be given again.</summary>
    Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, CancellationToken cancellation);

    /// <summary>Sums by the given columns, oldest and largest first.</summary>
    Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation);
}

/// <summary>The parameters of a usage report. Instants are UTC, <paramref name="From"/> inclusive, <paramref name="To"/> exclusive; null
/// means unbounded.</summary>
public sealed record UsageQuery(DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<UsageColumn> GroupBy);

/// <summary>What usage can be grouped by.</summary>
public enum UsageColumn
{
    Backend,
    Model,
    Client,
    Day,
}

/// <summary>One line of a usage report. The grouped columns are set, the others null; token sums are null if no row has them.</summary>
public sealed record UsageTotals
{
    public string? Backend { get; init; }

    public string? Model { get; init; }

    public string? Client { get; init; }

    /// <summary><c>2026-11-22</c>, UTC.</summary>
    public string? Day { get; init; }

    /// <summary>Attempts; at least as many as client requests.</summary>
    public required long Attempts { get; init; }

    /// <summary>The number of client requests among them.</summary>
    public required long Requests { get; init; }

    public required long Errors { get; init; }

    public long? PromptTokens { get; init; }

    public long? CachedTokens { get; init; }

    public long? CompletionTokens { get; init; }

    public long? ReasoningTokens { get; init; }

    public long? TotalTokens { get; init; }

    public decimal? Cost { get; init; }

    /// <summary>The mean over the attempts, in milliseconds.</summary>
    public required double LatencyMs { get; init; }

    /// <summary>The mean over the attempts that have one, in milliseconds.</summary>
    public double? FirstTokenMs { get; init; }
}
