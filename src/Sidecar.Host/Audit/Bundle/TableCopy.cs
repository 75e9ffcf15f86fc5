using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Bundle;

/// <summary>Copies rows of other SQLite files into one, whatever columns their tables have.</summary>
internal sealed class TableCopy(SqliteConnection file) : IDisposable
{
    // A row's link in a hash chain, which has no meaning for a subset of the rows.
    private const string Digest = "digest";

    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    public void Attach(string name, ReadableFile source) => Run($"ATTACH $uri AS {name}", ("$uri", source.Uri()));

    public void Detach(string name) => Run($"DETACH {name}");

    /// <summary>Copies the rows that satisfy the condition and returns their number. A table that the source lacks has none.</summary>
    public int Rows(string source, string table, string condition, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (_made.Add(table))
            foreach (var create in Read($"SELECT sql FROM {source}.sqlite_master WHERE tbl_name = $table AND sql IS NOT NULL AND type IN "
                + $"('table', 'index') ORDER BY type DESC", table))
                Run(create);
        var columns =
            string.Join(", ", Read($"SELECT name FROM pragma_table_info($table, '{source}')", table).Where(column => column != Digest)
            .Select(column => $"\"{column}\""));
        return columns.Length == 0 ? 0
            : Run($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM {source}.{table} WHERE {condition}", parameters);
    }

    public void Dispose() => file.Dispose();

    private List<string> Read(string query, string table)
    {
        using var command = file.CreateCommand();
        command.CommandText = query;
        command.Parameters.AddWithValue("$table", table);
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
            values.Add(rows.GetString(0));
        return values;
    }

    private int Run(string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = file.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }
}
