extern alias product;

using Microsoft.Data.Sqlite;
using product::Sidecar.Domain.Cooldowns;
using product::Sidecar.Journal;
using static product::Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Load.Growth;

/// <summary>Fills a journal that Sidecar created with a long history: rests that began, ended, were probed and forgiven, with the snapshots
/// written on the way.</summary>
internal static class GrownJournal
{
    private const int EventsPerSnapshot = 100;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Waits until Sidecar has created its tables, which it does a moment after its first answers.</summary>
    public static async Task WhenMadeAsync(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('journal', 'snapshot')";
        while ((long)command.ExecuteScalar()! < 2)
            await Task.Delay(TimeSpan.FromMilliseconds(100));
    }

    public static void Fill(string file, IReadOnlyList<string> backends, int events)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var @event = Insert(
            connection, "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, "
                + "writer_uuid) VALUES ($at, 0, $id, $number, $bytes, '', $manifest, 7101, 'grown')");
        using var snapshot =
            Insert(connection, "INSERT INTO snapshot (created, persistence_id, sequence_number, snapshot, manifest, serializer_id) VALUES "
                + "($at, $id, $number, $bytes, $manifest, 7101)");
        foreach (var backend in backends)
            Fill(JournalIds.OfBackend(backend), events / backends.Count, @event, snapshot);
        transaction.Commit();
        // A write-ahead log of hundreds of megabytes would be read at the next start; Sidecar's own is never that long.
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        checkpoint.ExecuteNonQuery();
    }

    private static void Fill(string id, int events, SqliteCommand @event, SqliteCommand snapshot)
    {
        var state = BackendState.Fresh;
        for (var number = 1; number <= events; number++)
        {
            var happened = EventOf(number);
            state = state.Apply(happened);
            var (manifest, bytes) = BackendEventCodec.Write(happened);
            Run(@event, happened.At, id, number, bytes, manifest);
            if (number % EventsPerSnapshot == 0)
                Run(snapshot, happened.At, id, number, BackendStateCodec.Write(state), BackendStateCodec.Manifest);
        }
    }

    // A history ends with a healthy backend, so that all journals end alike.
    private static IBackendEvent EventOf(int number)
    {
        var at = Start.AddSeconds(number);
        var cause = new Cause($"request-{number}", 1, 429, null, 2000);
        return (number % 5) switch
        {
            1 => new CooldownStarted(at, null, CooldownReason.RateLimited, at.AddSeconds(1), 1, 0, cause),
            2 => new CooldownEnded(at, null, ByOperator: false, new Cause(null)),
            3 => new ProbeLeased(at, null, at.AddMinutes(1), new Cause($"request-{number}", 1)),
            4 => new ProbeClosed(at, null, new Cause($"request-{number - 1}", 1)),
            _ => new StreakReset(at, null, 0, new Cause($"request-{number - 2}", 1)),
        };
    }

    private static SqliteCommand Insert(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in (string[])["$at", "$id", "$number", "$bytes", "$manifest"])
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    private static void Run(SqliteCommand insert, DateTimeOffset at, string id, int number, byte[] bytes, string manifest)
    {
        (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (at.ToUnixTimeMilliseconds(), id, number);
        (insert.Parameters[3].Value, insert.Parameters[4].Value) = (bytes, manifest);
        insert.ExecuteNonQuery();
    }
}
