using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Storage;

public sealed class AuditReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly JournalFile _journal;
    private readonly AuditReader _audit;

    public AuditReaderTests()
    {
        _journal = new JournalFile(_directory.Path);
        _audit = new AuditReader(new ReadableFile(SqliteFiles.In(_directory.Path).Journal, IsOurs: true));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task pages_join_up_to_the_whole_oldest_first()
    {
        for (var i = 0; i < 7; i++)
            _journal.Add($"backend-{i % 2}", Cooled(i));

        var seen = new List<DateTimeOffset?>();
        long? after = 0;
        for (var pages = 0; after is { } last; pages++)
        {
            var page = await _audit.ReadAsync(new AuditQuery(After: last, Limit: 3), default);
            Assert.True(pages < 3 && page.Events.Count <= 3);
            seen.AddRange(page.Events.Select(stored => stored.At));
            after = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => (DateTimeOffset?)At(i)), seen);
    }

    [Fact]
    public async Task a_page_that_ends_with_the_journal_has_no_next()
    {
        _journal.Add("backend-a", Cooled(0));
        _journal.Add("backend-a", Cooled(1));

        Assert.Null((await _audit.ReadAsync(new AuditQuery(Limit: 2), default)).Next);
        Assert.Equal(1, (await _audit.ReadAsync(new AuditQuery(Limit: 1), default)).Next);
    }

    [Fact]
    public async Task one_backend_is_read_without_others_that_begin_alike()
    {
        foreach (var id in new[] { "backend-a", "backend-ab", "backend-A", "emergency", "backend-" })
            _journal.Add(id, Cooled(0));

        Assert.Equal(["backend-a"], (await _audit.ReadAsync(new AuditQuery("a"), default)).Events.Select(stored => stored.PersistenceId));
    }

    [Fact]
    public async Task emergencies_are_part_of_the_whole_and_strangers_are_not()
    {
        _journal.Add("backend-a", Cooled(0));
        _journal.Add("definitions", Cooled(1));
        _journal.Add("emergency", Emergency(2));

        Assert.Equal(["backend-a", "emergency"], (await _audit.ReadAsync(new AuditQuery(), default))
            .Events.Select(stored => stored.PersistenceId));
    }

    [Fact]
    public async Task a_range_goes_by_the_events_own_instant_however_late_it_was_stored()
    {
        foreach (var minute in new[] { 5, 9, 3, 4, 8 })
            _journal.Add("backend-a", Cooled(minute));

        var page = await _audit.ReadAsync(new AuditQuery(From: At(4), To: At(8)), default);

        Assert.Equal([At(5), At(4)], page.Events.Select(stored => stored.At));
    }

    [Fact]
    public async Task a_range_is_found_behind_more_rows_than_one_read_takes()
    {
        for (var i = 0; i < 1001; i++)
            _journal.Add("backend-a", Cooled(0));
        _journal.Add("backend-a", Cooled(9));

        Assert.Equal(1002, Assert.Single((await _audit.ReadAsync(new AuditQuery(From: At(1)), default)).Events).SequenceNumber);
    }

    [Fact]
    public async Task events_of_a_later_version_and_damaged_ones_are_still_listed()
    {
        _journal.Add("backend-a", "backend-moved.v3", """{"v":{"at":0},"at":"2026-11-22T10:01:00Z"}"""u8.ToArray());
        _journal.Add("backend-a", "cooldown-started.v1", [0xFF, 0x00]);

        var events = (await _audit.ReadAsync(new AuditQuery(), default)).Events;

        Assert.Equal([("backend-moved.v3", At(1)), ("cooldown-started.v1", null)], events.Select(stored => (stored.Type, stored.At)));
    }

    [Fact]
    public async Task a_journal_that_does_not_exist_is_empty_and_stays_away()
    {
        var path = Path.Combine(_directory.Path, "other.db");

        Assert.Empty((await new AuditReader(new ReadableFile(path, IsOurs: true)).ReadAsync(new AuditQuery(), default)).Events);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task a_journal_without_its_table_is_empty()
    {
        var files = SqliteFiles.Prepare(Path.Combine(_directory.Path, "fresh"));

        Assert.Empty((await new AuditReader(new ReadableFile(files.Journal, IsOurs: true)).ReadAsync(new AuditQuery(), default)).Events);
    }
}
