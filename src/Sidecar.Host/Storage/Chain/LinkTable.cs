using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>The links of one of the ledger's tables, in a table of their own.</summary>
internal sealed class LinkTable(SqliteConnection ledger, string table)
{
    public static string NameFor(string table) => $"{table}_links";

    public static string CreateFor(string table) => $"""
        CREATE TABLE IF NOT EXISTS {NameFor(table)} (
            id INTEGER PRIMARY KEY,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            count INTEGER NOT NULL,
            hash BLOB NOT NULL)
        """;

    /// <summary>The newest link that begins at or before a row; null if there is none.</summary>
    public LinkHead? LastUpTo(long row = long.MaxValue) => Find("first <= $row ORDER BY id DESC", row);

    /// <summary>The oldest link that ends at or after a row; null if there is none.</summary>
    public LinkHead? FirstFrom(long row) => Find("last >= $row ORDER BY id", row);

    public LinkHead? Before(LinkHead link) => Find("id < $row ORDER BY id DESC", link.Id);

    public void Insert(LinkHead link)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"INSERT INTO {NameFor(table)} (id, first, last, count, hash) VALUES ($id, $first, $last, $count, $hash)";
        command.Parameters.AddWithValue("$id", link.Id);
        command.Parameters.AddWithValue("$first", link.First);
        command.Parameters.AddWithValue("$last", link.Last);
        command.Parameters.AddWithValue("$count", link.Count);
        command.Parameters.AddWithValue("$hash", link.Hash);
        command.ExecuteNonQuery();
    }

    private LinkHead? Find(string condition, long value)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"SELECT id, first, last, count, hash FROM {NameFor(table)} WHERE {condition} LIMIT 1";
        command.Parameters.AddWithValue("$row", value);
        using var found = command.ExecuteReader();
        return found.Read() ? new LinkHead(
            found.GetInt64(0), found.GetInt64(1), found.GetInt64(2), found.GetInt64(3), found.GetFieldValue<byte[]>(4)) : null;
    }
}
