using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Storage;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task events_survive_a_restart_and_are_read_by_the_audit_while_the_server_is_down()
    {
        await using (var first = await JournalSystem.Start(_directory.Path))
            Assert.Equal([Cooled(0)], await first.Persist("backend-a", Cooled(0)));
        await using (var second = await JournalSystem.Start(_directory.Path))
            Assert.Equal([Cooled(0), Cooled(1)], await second.Persist("backend-a", Cooled(1)));
        SqliteConnection.ClearAllPools();
        // Without the -wal and -shm files nobody has the journal open: the audit has to make do with the file that is left.
        Assert.False(File.Exists(Journal + "-wal"));

        var page = await new AuditReader(new ReadableFile(Journal, IsOurs: true)).ReadAsync(new AuditQuery(), default);

        Assert.Null(page.Next);
        Assert.Equal([Cooled(0), Cooled(1)], page.Events.Select(stored => BackendEventCodec.Read(stored.Type, stored.Data.Span)));
        Assert.Equal(
            [("backend-a", "a", 1, At(0), "cooldown-started.v1"), ("backend-a", "a", 2, At(1), "cooldown-started.v1")],
            page.Events.Select(stored => (stored.PersistenceId, stored.Backend!, stored.SequenceNumber, stored.At!.Value, stored.Type)));
    }

    [Fact]
    public async Task the_audit_reads_while_the_server_writes()
    {
        await using var server = await JournalSystem.Start(_directory.Path);
        await server.Persist("backend-a", Cooled(0));
        await using var other = new SqliteConnection(SqliteFiles.ConnectionString(Journal));
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction();
        await using var delete = new SqliteCommand("DELETE FROM journal", other, transaction);
        await delete.ExecuteNonQueryAsync();

        var page = await new AuditReader(new ReadableFile(Journal, IsOurs: true)).ReadAsync(new AuditQuery(), default);

        Assert.Single(page.Events);
    }

    [Fact]
    public async Task stored_bytes_are_the_codecs_own()
    {
        await using var server = await JournalSystem.Start(_directory.Path);
        await server.Persist("emergency", Emergency(5));

        var stored = Assert.Single((await new AuditReader(new ReadableFile(Journal, IsOurs: true)).ReadAsync(new AuditQuery(), default))
            .Events);

        Assert.Equal(BackendEventCodec.Write(Emergency(5)).Bytes, stored.Data.ToArray());
        Assert.Equal(("emergency", null), (stored.PersistenceId, stored.Backend));
    }

    private string Journal => SqliteFiles.In(_directory.Path).Journal;
}
