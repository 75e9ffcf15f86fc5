using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;

namespace Sidecar.Host.Storage;

/// <summary>Stores texts that repeat from row to row (backends, pools, models, clients, words) once each; rows contain their
/// numbers.</summary>
/// <remarks>Limited in size, because clients choose some of the texts: once it is full, a new text is stored in the row itself.</remarks>
internal sealed class NameTable : INameIds
{
    public const string Create = "CREATE TABLE IF NOT EXISTS names (id INTEGER PRIMARY KEY, text TEXT NOT NULL, digest INTEGER)";

    public static readonly IReadOnlyList<string> Columns = ["text"];

    private const int Most = 4_096;
    private const int LongestText = 256;

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _unwritten = [];
    private long _last;

    public NameTable(SqliteConnection ledger)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = "SELECT id, text FROM names ORDER BY id";
        using var rows = command.ExecuteReader();
        while (rows.Read())
            _ids[rows.GetString(1)] = _last = rows.GetInt64(0);
    }

    public long? IdOf(string text)
    {
        if (_ids.TryGetValue(text, out var id))
            return id;
        // The driver reads a text only up to its first zero character.
        if (_last >= Most || text.Length > LongestText || text.Contains('\0', StringComparison.Ordinal))
            return null;
        _ids.Add(text, ++_last);
        _unwritten.Add(text);
        return _last;
    }

    /// <summary>Stores the names numbered since the last call, before the rows that use them.</summary>
    public void Write(LedgerTable table)
    {
        foreach (var text in _unwritten)
        {
            var insert = table.Next();
            insert.Add(text);
            insert.Run();
        }
        _unwritten.Clear();
        table.Link();
    }

    /// <summary>A ledger's names by number; null if it has none.</summary>
    public static Func<long, string?>? Read(DataConnection ledger)
    {
        if (!LedgerViews.HasNames(ledger))
            return null;
        var names = ledger.Query(row => (Id: row.GetInt64(0), Text: row.GetString(1)), "SELECT id, text FROM names")
            .ToDictionary(name => name.Id, name => name.Text);
        return id => names.GetValueOrDefault(id);
    }
}
