using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Stores which backend made which object, in a file of its own: the entries are needed for a month at most, and not for an
/// audit.</summary>
internal sealed class MakerFile(string dataDirectory)
{
    public const int MostKept = 100_000;

    private const int PruneEvery = 5_000;

    private readonly string _path = Path.Combine(Path.GetFullPath(dataDirectory), "makers.db");
    private int _written;

    /// <summary>All entries younger than this; empty if there is no file yet.</summary>
    public IReadOnlyList<MadeThing> Read(DateTimeOffset since)
    {
        var made = new List<MadeThing>();
        if (!File.Exists(_path))
            return made;
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM makers WHERE at < $since; SELECT id, backend, at FROM makers ORDER BY at";
        command.Parameters.AddWithValue("$since", since.ToUnixTimeSeconds());
        using var reader = command.ExecuteReader();
        while (reader.Read())
            made.Add(new MadeThing(reader.GetString(0), reader.GetString(1), DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(2))));
        return made;
    }

    public void Write(IReadOnlyList<MadeThing> made)
    {
        PrivateFiles.MakeFile(_path);
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO makers (id, backend, at) VALUES ($id, $backend, $at) "
            + "ON CONFLICT (id) DO UPDATE SET backend = excluded.backend, at = excluded.at";
        var (id, backend, at) = (command.Parameters.Add("$id", SqliteType.Text), command.Parameters.Add("$backend", SqliteType.Text),
            command.Parameters.Add("$at", SqliteType.Integer));
        foreach (var each in made)
        {
            (id.Value, backend.Value, at.Value) = (each.Id, each.Backend, each.At.ToUnixTimeSeconds());
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        Prune(connection, made.Count);
    }

    // Checked only once in so many rows, because finding the oldest sorts all of them.
    private void Prune(SqliteConnection connection, int written)
    {
        if ((_written += written) < PruneEvery)
            return;
        _written = 0;
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM makers WHERE at < (SELECT at FROM makers ORDER BY at DESC LIMIT 1 OFFSET $most)";
        command.Parameters.AddWithValue("$most", MostKept);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(SqliteFiles.ConnectionString(_path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            + "CREATE TABLE IF NOT EXISTS makers (id TEXT PRIMARY KEY, backend TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;";
        command.ExecuteNonQuery();
        return connection;
    }
}

/// <summary>An object that a backend made and stores.</summary>
/// <param name="At">When it was made, or last requested.</param>
internal readonly record struct MadeThing(string Id, string Backend, DateTimeOffset At);
