using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>A ledger table whose oldest rows are deleted so that its chain stays verifiable: another table, itself chained, records up to
/// which row everything was deleted, with the last deleted link.</summary>
/// <param name="Name">The table.</param>
/// <param name="Chain">The name of its chain.</param>
/// <param name="Prunes">The table that records deletions.</param>
/// <param name="PrunesChain">The name of its chain.</param>
internal sealed record PrunedTable(string Name, string Chain, string Prunes, string PrunesChain)
{
    public static readonly PrunedTable Walks = new("walks", ChainSeed.Walks, "prunes", ChainSeed.Prunes);
    public static readonly PrunedTable Attempts = new("attempts", ChainSeed.Attempts, "attempts_prunes", ChainSeed.AttemptsPrunes);

    /// <summary>The columns of that table, without number and digest.</summary>
    public static readonly IReadOnlyList<string> Columns = ["at_us", "up_to", "link", "count", "hash"];

    public string Create => $"""
        CREATE TABLE IF NOT EXISTS {Prunes} (
            id INTEGER PRIMARY KEY,
            at_us INTEGER NOT NULL,
            up_to INTEGER NOT NULL,
            link INTEGER NOT NULL,
            count INTEGER NOT NULL,
            hash BLOB NOT NULL,
            digest INTEGER)
        """;

    /// <summary>What the table's first row follows, in the form of a link; the chain's start if nothing was ever deleted.</summary>
    public LinkHead Last(SqliteConnection ledger)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"SELECT link, up_to, count, hash FROM {Prunes} ORDER BY id DESC LIMIT 1";
        using var last = command.ExecuteReader();
        return last.Read() ? new LinkHead(last.GetInt64(0), 1, last.GetInt64(1), last.GetInt64(2), last.GetFieldValue<byte[]>(3))
            : LinkHead.Start(Chain);
    }
}
