using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>What was deleted because it had been kept for as long as it should be: the beginning of the table <c>walks</c> up to a row,
/// with its links, and the last of those.</summary>
internal static class PruneTable
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS prunes (
            id INTEGER PRIMARY KEY,
            at_us INTEGER NOT NULL,
            up_to INTEGER NOT NULL,
            link INTEGER NOT NULL,
            count INTEGER NOT NULL,
            hash BLOB NOT NULL,
            digest INTEGER)
        """;

    /// <summary>Without the number and the digest.</summary>
    public static readonly IReadOnlyList<string> Columns = ["at_us", "up_to", "link", "count", "hash"];

    /// <summary>What the table <c>walks</c> begins behind, as if it were its last link; the chain's start when nothing was ever
    /// deleted.</summary>
    public static LinkHead Last(SqliteConnection ledger)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = "SELECT link, up_to, count, hash FROM prunes ORDER BY id DESC LIMIT 1";
        using var last = command.ExecuteReader();
        return last.Read() ? new LinkHead(last.GetInt64(0), 1, last.GetInt64(1), last.GetInt64(2), last.GetFieldValue<byte[]>(3))
            : LinkHead.Start(ChainSeed.Walks);
    }
}
