using Microsoft.Data.Sqlite;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit.Explaining;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;
using Sidecar.Journal;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Audit;

public sealed class HistoryAroundTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly JournalFile _journal;
    private readonly List<IBackendEvent> _events = [];

    public HistoryAroundTests() => _journal = new JournalFile(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void events_end_a_second_behind_the_walk()
    {
        Add(Cooled(0), Cooled(5), Cooled(9));

        Assert.Equal([1L, 2L], Read(4, 6).Events.Select(e => e.SequenceNumber));
    }

    [Fact]
    public void a_rest_that_began_before_the_snapshot_is_read_from_its_beginning()
    {
        Add(Ended(0), CooledUntil(1, 30), Streak(2), Streak(3), Streak(4), Streak(5));
        Snapshot(1, 3, 5);

        var history = Read(10, 11);

        Assert.Equal([2L, 3L, 4L, 5L, 6L], history.Events.Select(e => e.SequenceNumber));
        Assert.Equal(2, CooldownSearch.Find(history, "m", At(10), null, told => told is not null).Event!.SequenceNumber);
    }

    [Fact]
    public void a_rest_that_was_over_by_the_snapshot_is_left_unread()
    {
        Add(CooledUntil(1, 2), Ended(2), new ProbeClosed(At(3), null, new Cause("r", 1)), Streak(4), CooledUntil(5, 30));
        Snapshot(3);

        Assert.Equal([4L, 5L], Read(10, 11).Events.Select(e => e.SequenceNumber));
    }

    [Fact]
    public void a_damaged_event_leaves_nothing_to_tell_rather_than_something_wrong()
    {
        Add(Cooled(0));
        _journal.Add("backend-a", "cooldown-started.v1", [0xFF]);

        Assert.Empty(Read(1, 2).Events);
    }

    [Fact]
    public void emergencies_are_those_of_the_walks_time()
    {
        foreach (var minute in new[] { 0, 3, 9 })
            _journal.Add("emergency", Emergency(minute));
        using var view = JournalView.Open(File)!;

        Assert.Equal("r3", Assert.Single(new HistoryAround(view, At(2), At(4)).OfEmergencies()).Cause.RequestId);
    }

    private ReadableFile File => new(SqliteFiles.In(_directory.Path).Journal, IsOurs: true);

    private BackendHistory Read(int from, int to)
    {
        using var view = JournalView.Open(File)!;
        return new HistoryAround(view, At(from), At(to)).OfBackend("a", "m");
    }

    private void Add(params IBackendEvent[] events)
    {
        foreach (var happened in events)
            _journal.Add("backend-a", happened);
        _events.AddRange(events);
    }

    // Stores them in the same form as the snapshot plugin.
    private void Snapshot(params int[] numbers)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(File.Path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "CREATE TABLE snapshot (persistence_id NVARCHAR(255), sequence_number INTEGER, manifest NVARCHAR(500), snapshot VARBINARY)";
        command.ExecuteNonQuery();
        foreach (var number in numbers)
        {
            command.CommandText = "INSERT INTO snapshot VALUES ('backend-a', $number, $manifest, $bytes)";
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$number", number);
            command.Parameters.AddWithValue("$manifest", BackendStateCodec.Manifest);
            command.Parameters.AddWithValue("$bytes", BackendStateCodec.Write(BackendState.Fresh.Apply(_events.Take(number))));
            command.ExecuteNonQuery();
        }
    }

    private static CooldownStarted CooledUntil(int minute, int until) =>
        new(At(minute), null, CooldownReason.RateLimited, At(until), 1, 0, new Cause($"r{minute}", 1, 429));

    private static CooldownEnded Ended(int minute) => new(At(minute), null, false, new Cause(null));

    private static StreakReset Streak(int minute) => new(At(minute), null, 1, new Cause("r", 1, 200));
}
