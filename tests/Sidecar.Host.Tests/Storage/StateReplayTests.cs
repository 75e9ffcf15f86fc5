using Microsoft.Data.Sqlite;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Tests.Storage;

/// <summary>The state at an instant is the fold of everything before it, whether snapshots help, are missing or are damaged.</summary>
public sealed class StateReplayTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly JournalFile _journal;
    private readonly List<IBackendEvent> _happened = [];

    public StateReplayTests()
    {
        _journal = new JournalFile(_directory.Path);
        for (var minute = 0; minute < 25; minute++)
        {
            IBackendEvent happened = minute % 5 == 4 ? new CooldownEvents.V1.StreakReset(
                Happened.At(minute), null, minute, new Cause($"r{minute}")) : Happened.Cooled(minute);
            _happened.Add(happened);
            _journal.Add("backend-a", happened);
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task without_snapshots_everything_before_is_folded() => await EveryMinuteIsTheFold();

    [Fact]
    public async Task with_snapshots_nothing_changes()
    {
        AddSnapshots(sequenceNumber => (BackendStateCodec.Manifest,
            BackendStateCodec.Write(BackendState.Fresh.Apply(_happened.Take(sequenceNumber)))));

        await EveryMinuteIsTheFold();
    }

    [Fact]
    public async Task a_snapshot_is_used_from_its_last_event_on()
    {
        // A snapshot that no event could have led to shows where it was used.
        AddSnapshots(_ => (BackendStateCodec.Manifest, BackendStateCodec.Write(BackendState.Fresh with { Epoch = 700 })));

        Assert.Equal((8, 700, 701), ((await At(8.5)).Epoch, (await At(9.5)).Epoch, (await At(10)).Epoch));
    }

    [Fact]
    public async Task a_snapshot_that_cannot_be_read_costs_no_answer()
    {
        AddSnapshots(sequenceNumber => sequenceNumber == 20 ? (BackendStateCodec.Manifest, [0xFF]) : ("backend-state.v9", [1]));

        await EveryMinuteIsTheFold();
    }

    private async Task EveryMinuteIsTheFold()
    {
        for (var half = -1; half < 52; half++)
        {
            var at = Happened.At(0).AddSeconds(30 * half);
            var expected = BackendStanding.Of(BackendState.Fresh.Apply(_happened.Where(happened => happened.At <= at)), at);
            var found = await At(half / 2.0);
            Assert.Equal((expected.Whole, expected.Failures, expected.Epoch), (found.Whole, found.Failures, found.Epoch));
        }
    }

    private async Task<BackendStanding> At(double minute)
    {
        var file = new ReadableFile(SqliteFiles.In(_directory.Path).Journal, IsOurs: true);
        var report = await StateReader.ReadAsync(file, Happened.At(0).AddMinutes(minute), ["a"], default);
        return Assert.Single(report.Backends).Standing!;
    }

    private void AddSnapshots(Func<int, (string Manifest, byte[] Bytes)> snapshotAt)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(_directory.Path).Journal));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "CREATE TABLE snapshot (persistence_id TEXT, sequence_number INTEGER, created INTEGER, snapshot BLOB, manifest TEXT)";
        command.ExecuteNonQuery();
        foreach (var sequenceNumber in new[] { 10, 20 })
        {
            var (manifest, bytes) = snapshotAt(sequenceNumber);
            command.CommandText = "INSERT INTO snapshot VALUES ('backend-a', $n, 0, $bytes, $manifest)";
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$n", sequenceNumber);
            command.Parameters.AddWithValue("$bytes", bytes);
            command.Parameters.AddWithValue("$manifest", manifest);
            command.ExecuteNonQuery();
        }
    }
}
