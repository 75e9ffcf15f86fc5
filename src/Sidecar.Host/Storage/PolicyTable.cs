using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>The policies that were in force, in <c>ledger.db</c>: one row for each start, and one for each change at run time.</summary>
internal static class PolicyTable
{
    public const string Name = "policies";

    public static readonly IReadOnlyList<string> Columns = ["at_us", "policy"];

    public const string Plain = "CREATE TABLE policies (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, policy TEXT NOT NULL)";

    private static readonly string Create = $"""
        CREATE TABLE IF NOT EXISTS policies (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, policy TEXT NOT NULL, digest INTEGER);
        {LinkTable.CreateFor(Name)};
        {CheckpointTable.Create};
        """;

    // Rows of earlier versions have no digest: they precede the chain.
    private const string IsEarlier = """
        SELECT COUNT(*) FROM sqlite_master WHERE name = 'policies'
        AND NOT EXISTS (SELECT 1 FROM pragma_table_info('policies') WHERE name = 'digest')
        """;

    /// <summary>Creates the table if it is missing, and adds what it lacks in a file of an earlier version.</summary>
    public static void Ensure(SqliteConnection ledger)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = IsEarlier;
        var isEarlier = (long)command.ExecuteScalar()! > 0;
        command.CommandText = isEarlier ? $"ALTER TABLE policies ADD COLUMN digest INTEGER; {Create}" : Create;
        command.ExecuteNonQuery();
    }

    /// <summary>Records the policy of a start. Throws <see cref="SqliteException"/>.</summary>
    public static void Append(string path, DateTimeOffset at, string policy)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Ensure(connection);
        // Always chained, because replays check every recorded decision by it. The ledger's writer covers the rows by a checkpoint.
        var start = LinkHead.Start(ChainSeed.Policies);
        using (var table = new LedgerTable(connection, Name, ChainSeed.Policies, Columns, isChained: true, start))
        {
            var insert = table.Next();
            insert.Add(LedgerUnits.FromInstant(at));
            insert.Add(policy);
            insert.Run();
            table.Link();
        }
        transaction.Commit();
    }

    /// <summary>The id of the last walk in the same file; 0 if there is none. Throws <see cref="SqliteException"/>.</summary>
    public static long LastWalk(string path)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'walks'";
        if ((long)command.ExecuteScalar()! == 0)
            return 0;
        command.CommandText = "SELECT IFNULL(MAX(id), 0) FROM main.walks";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>All policies, oldest first; none if the file is older than the table.</summary>
    public static IReadOnlyList<StoredPolicy> Read(IReadableDatabase database, DataConnection ledger) =>
        !database.HasTable(ledger, Name)
            ? []
            : [.. ledger.Query(row => new StoredPolicy(LedgerUnits.ToInstant(row.GetInt64(0)), row.GetString(1)),
                "SELECT at_us, policy FROM policies ORDER BY id")];
}

/// <summary>A policy and when it came into force. <paramref name="Policy"/> is JSON as described in <c>docs/events.md</c>; it never
/// contains a key.</summary>
internal sealed record StoredPolicy(DateTimeOffset At, string Policy);
