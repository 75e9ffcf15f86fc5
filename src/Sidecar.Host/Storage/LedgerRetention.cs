using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Storage;

/// <summary>What the ledger keeps, and how it guards what it keeps.</summary>
public sealed record LedgerRetention
{
    /// <summary>Rows are chained.</summary>
    public bool Chain { get; init; } = true;

    /// <summary>Signs checkpoints; null: they are not signed.</summary>
    public SigningKey? Key { get; init; }

    /// <summary>Is told of each file's checkpoints; null: nobody is.</summary>
    public Witness? Witness { get; init; }

    /// <summary>How long walks are kept; zero: for ever.</summary>
    public TimeSpan Walks { get; init; }

    /// <summary>How long attempts are kept; zero: for ever.</summary>
    public TimeSpan Attempts { get; init; }

    /// <summary>The share of plain successful walks that is kept.</summary>
    public double Sample { get; init; } = 1;
}
