using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>The policies that were in force, in <c>ledger.db</c>: one row for each start, and for each change while the process
/// ran.</summary>
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

    // Rows of earlier versions stay without a digest: they precede the chain.
    private const string IsEarlier = """
        SELECT COUNT(*) FROM sqlite_master WHERE name = 'policies'
        AND NOT EXISTS (SELECT 1 FROM pragma_table_info('policies') WHERE name = 'digest')
        """;

    /// <summary>Creates the table where it is missing, and what it lacks in a file of an earlier version.</summary>
    public static void Ensure(SqliteConnection ledger)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = IsEarlier;
        var isEarlier = (long)command.ExecuteScalar()! > 0;
        command.CommandText = isEarlier ? $"ALTER TABLE policies ADD COLUMN digest INTEGER; {Create}" : Create;
        command.ExecuteNonQuery();
    }

    /// <summary>Adds the policy of a start. Throws <see cref="SqliteException"/>.</summary>
    public static void Append(string path, DateTimeOffset at, string policy)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Ensure(connection);
        // Always chained: by them every recorded decision is judged. The ledger's writer covers them by a checkpoint.
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

    /// <summary>The id of the last walk beside it; 0 when there is none. Throws <see cref="SqliteException"/>.</summary>
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

    /// <summary>All of them, oldest first; none where the file is older than the table.</summary>
    public static IReadOnlyList<StoredPolicy> Read(IReadableDatabase database, DataConnection ledger) =>
        !database.HasTable(ledger, Name)
            ? []
            : [.. ledger.Query(row => new StoredPolicy(LedgerUnits.ToInstant(row.GetInt64(0)), row.GetString(1)),
                "SELECT at_us, policy FROM policies ORDER BY id")];
}

/// <summary>A policy and since when it was in force. <paramref name="Policy"/> is JSON, shape in <c>docs/events.md</c>; it never holds a
/// key.</summary>
internal sealed record StoredPolicy(DateTimeOffset At, string Policy);
