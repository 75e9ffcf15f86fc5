using System.Data.Common;
using Sidecar.Domain.Sums;

namespace Sidecar.Host.Storage.Sums;

/// <summary>The tables of the sums, in the ledger's database: the same statements for each kind of database.</summary>
/// <param name="ledger">Open; statements belong to its transaction, if there is one.</param>
internal sealed class SumTable(DbConnection ledger)
{
    public const string Name = "sums";

    public const string CreateInSqlite = """
        CREATE TABLE IF NOT EXISTS sums (
            span INTEGER NOT NULL, slot INTEGER NOT NULL, writer BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (span, slot, writer));
        CREATE TABLE IF NOT EXISTS sums_watched (writer BLOB PRIMARY KEY, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL);
        """;

    public const string CreateInPostgres = """
        CREATE TABLE IF NOT EXISTS sums (
            span bigint NOT NULL, slot bigint NOT NULL, writer bytea NOT NULL, data bytea NOT NULL, PRIMARY KEY (span, slot, writer));
        CREATE TABLE IF NOT EXISTS sums_watched (writer bytea PRIMARY KEY, from_us bigint NOT NULL, to_us bigint NOT NULL);
        """;

    public SumSlot? Read(SumKey key, Guid writer)
    {
        using var command = Command("SELECT data FROM sums WHERE span = @span AND slot = @slot AND writer = @writer",
            ("span", (long)key.Span), ("slot", key.Number), ("writer", writer.ToByteArray()));
        return command.ExecuteScalar() is byte[] data ? SumSlotBytes.Read(data) : null;
    }

    public void Write(SumKey key, Guid writer, SumSlot slot)
    {
        using var command = Command(
            """
            INSERT INTO sums (span, slot, writer, data) VALUES (@span, @slot, @writer, @data)
            ON CONFLICT (span, slot, writer) DO UPDATE SET data = excluded.data
            """,
            ("span", (long)key.Span), ("slot", key.Number), ("writer", writer.ToByteArray()),
            ("data", SumSlotBytes.Write(slot, key.Span.MostLabels())));
        command.ExecuteNonQuery();
    }

    /// <summary>Everything in the slots of one span that lie in a range, added up.</summary>
    public SumSlot Sum(SumSpan span, DateTimeOffset from, DateTimeOffset to)
    {
        using var command = Command("SELECT data FROM sums WHERE span = @span AND slot >= @from AND slot < @to",
            ("span", (long)span), ("from", SumKey.Of(span, from).Number), ("to", SumKey.Of(span, to).Number));
        using var rows = command.ExecuteReader();
        var sum = new SumSlot();
        while (rows.Read())
            sum.Add(SumSlotBytes.Read(rows.GetFieldValue<byte[]>(0)));
        return sum;
    }

    /// <summary>The numbers of the slots of one span since an instant.</summary>
    public IReadOnlyList<SumKey> Since(SumSpan span, DateTimeOffset from)
    {
        using var command = Command("SELECT DISTINCT slot FROM sums WHERE span = @span AND slot >= @from",
            ("span", (long)span), ("from", SumKey.Of(span, from).Number));
        using var rows = command.ExecuteReader();
        var keys = new List<SumKey>();
        while (rows.Read())
            keys.Add(new SumKey(span, rows.GetInt64(0)));
        return keys;
    }

    /// <summary>Deletes what is no longer kept.</summary>
    public void Prune(DateTimeOffset now)
    {
        for (var span = SumSpan.Minute; span <= SumSpan.Day; span++)
            Run("DELETE FROM sums WHERE span = @span AND slot < @before",
                ("span", (long)span), ("before", SumKey.Of(span, now - span.Kept()).Number));
        Run("DELETE FROM sums_watched WHERE to_us < @before", ("before", LedgerUnits.FromInstant(now - SumSpan.Day.Kept())));
    }

    /// <summary>Notes that a writer has been there in this time.</summary>
    public void Watch(Guid writer, Stretch watched) => Run(
        """
        INSERT INTO sums_watched (writer, from_us, to_us) VALUES (@writer, @from, @to)
        ON CONFLICT (writer) DO UPDATE SET to_us = excluded.to_us
        """,
        ("writer", writer.ToByteArray()), ("from", LedgerUnits.FromInstant(watched.From)), ("to", LedgerUnits.FromInstant(watched.To)));

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = ledger.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@" + name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
