using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>The journal's chain, in a table of its own beside the plugin's, which is not changed.</summary>
internal static class EventChainTable
{
    public const string Create = "CREATE TABLE IF NOT EXISTS event_chain (ordering INTEGER PRIMARY KEY, hash BLOB NOT NULL)";

    /// <summary>The columns of an event that a link covers, in this order.</summary>
    public const string ChainedColumns = "ordering, persistence_id, sequence_number, manifest, message";

    public const int ChainedColumnCount = 5;

    public static ChainHead Head(SqliteConnection journal)
    {
        using var command = journal.CreateCommand();
        command.CommandText = "SELECT ordering, hash, (SELECT COUNT(*) FROM event_chain) FROM event_chain ORDER BY ordering DESC LIMIT 1";
        using var last = command.ExecuteReader();
        return last.Read() ? new ChainHead(last.GetInt64(0), last.GetFieldValue<byte[]>(1), last.GetInt64(2))
            : ChainHead.Start(ChainSeed.Journal);
    }
}
