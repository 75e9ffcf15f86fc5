using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Storage;

/// <summary>How long the ledger keeps rows, and how it protects them.</summary>
public sealed record LedgerRetention
{
    /// <summary>Whether rows are chained.</summary>
    public bool Chain { get; init; } = true;

    /// <summary>The key that signs checkpoints; null: they are not signed.</summary>
    public SigningKey? Key { get; init; }

    /// <summary>The witness that gets each file's checkpoints; null: none.</summary>
    public Witness? Witness { get; init; }

    /// <summary>How long walks are kept; zero: for ever.</summary>
    public TimeSpan Walks { get; init; }

    /// <summary>How long attempts are kept; zero: for ever.</summary>
    public TimeSpan Attempts { get; init; }

    /// <summary>The share of plain successful walks that is kept.</summary>
    public double Sample { get; init; } = 1;
}
