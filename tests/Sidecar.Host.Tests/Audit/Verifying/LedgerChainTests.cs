using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>What the ledger's writer does over time must never look like tampering.</summary>
public sealed class LedgerChainTests : IDisposable
{
    // Verification needs a journal next to the ledger; an empty one will do.
    private readonly VerifyRun _run = new();
    private readonly FakeTimeProvider _time = new(Evidence.Now);

    public LedgerChainTests() => SqliteFiles.Prepare(_run.Directory);

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task a_chain_goes_on_after_a_restart()
    {
        await Write(new LedgerRetention(), "a", "b");
        await Write(new LedgerRetention(), "c");

        await Unaltered();
        Assert.Equal("1-2 3-3", Links());
    }

    [Fact]
    public async Task rows_of_the_first_version_precede_the_chain()
    {
        _run.Change("ledger.db", FirstVersion);
        await Write(new LedgerRetention(), "new");

        Assert.Contains("1 rows are not chained", await Unaltered(), StringComparison.Ordinal);
        Assert.Equal("2-2", Links());
    }

    [Fact]
    public async Task a_ledger_of_the_first_version_can_be_looked_at()
    {
        _run.Change("ledger.db", FirstVersion);

        Assert.Contains("not chained", await Unaltered(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_chain_can_be_turned_off_and_on_again()
    {
        await Write(new LedgerRetention(), "a");
        await Write(new LedgerRetention { Chain = false }, "b", "c");

        Assert.Contains("2 rows are not chained", await Unaltered(), StringComparison.Ordinal);

        await Write(new LedgerRetention(), "d");
        Assert.Contains("2 rows are not chained", await Unaltered(), StringComparison.Ordinal);
        _run.Change("ledger.db", "DELETE FROM attempts WHERE request_id = 'b'");
        Assert.Contains("attempts row 2: the row was removed", (await _run.Verify()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task walks_go_when_they_are_old_and_attempts_stay()
    {
        var retention = new LedgerRetention { Walks = TimeSpan.FromDays(7) };
        for (var day = 0; day < 20; day++)
        {
            await Write(retention, $"{day}-1", $"{day}-2");
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Contains("were deleted as agreed", await Unaltered(), StringComparison.Ordinal);
        Assert.Equal(40L, Number("SELECT COUNT(*) FROM attempts"));
        Assert.Equal((25L, 16L), (Number("SELECT MIN(id) FROM walks"), Number("SELECT COUNT(*) FROM walks")));
        Assert.Equal(13L, Number("SELECT MIN(id) FROM walks_links"));
    }

    [Fact]
    public async Task attempts_go_when_they_are_old_too_and_the_disk_gets_their_room_back()
    {
        var retention = new LedgerRetention { Walks = TimeSpan.FromDays(7), Attempts = TimeSpan.FromDays(90) };
        for (var batch = 0; batch < 20; batch++)
            await Write(retention, [.. Enumerable.Range(0, 4_000).Select(_ => Guid.NewGuid().ToString("N"))]);
        var before = Number("SELECT page_count FROM pragma_page_count");
        _time.Advance(TimeSpan.FromDays(91));
        await Write(retention, "young");

        var output = await Unaltered();
        Assert.Equal((1L, 80_001L), (Number("SELECT COUNT(*) FROM attempts"), Number("SELECT MIN(id) FROM attempts")));
        Assert.Contains("rows up to 80000 were deleted as agreed", output, StringComparison.Ordinal);
        Assert.Equal(1L, Number("SELECT COUNT(*) FROM attempts_prunes"));
        Assert.InRange(Number("SELECT page_count FROM pragma_page_count"), 1, before / 2);
    }

    [Fact]
    public async Task a_ledger_of_the_second_version_goes_on_in_the_third_and_its_chain_holds()
    {
        await Write(new LedgerRetention(), "a", "b");
        _run.Change("ledger.db", """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = replace(replace(sql, 'request_id NOT NULL', 'request_id TEXT NOT NULL'), 'backend NOT NULL', 'backend TEXT NOT NULL') WHERE name IN ('attempts', 'walks');
            UPDATE sqlite_master SET sql = replace(replace(replace(sql, 'pool NOT NULL', 'pool TEXT NOT NULL'), 'model NOT NULL', 'model TEXT NOT NULL'), 'client,', 'client TEXT,') WHERE name = 'attempts';
            UPDATE sqlite_master SET sql = replace(replace(sql, 'phase NOT NULL', 'phase TEXT NOT NULL'), 'error_class,', 'error_class TEXT,') WHERE name = 'attempts';
            PRAGMA writable_schema = RESET;
            PRAGMA user_version = 2;
            """);
        Assert.Equal("TEXT", Scalar("SELECT type FROM pragma_table_info('attempts') WHERE name = 'backend'"));
        SqliteConnection.ClearAllPools();

        var id = Guid.NewGuid().ToString("N");
        await Write(new LedgerRetention(), id);

        await Unaltered();
        Assert.Equal("blob integer", Scalar("SELECT typeof(request_id) || ' ' || typeof(backend) FROM attempts WHERE id = 3"));
        using var store = await Open(new LedgerRetention());
        Assert.Equal((1, 1), ((await store.FindAttemptsAsync("a", default)).Count, (await store.FindAttemptsAsync(id, default)).Count));
        Assert.Equal(id, (await store.FindWalkAsync(id, default))!.ReadFacts()[0].RequestId);
    }

    [Fact]
    public async Task the_newest_walk_stays_however_old_so_that_numbers_go_on()
    {
        var retention = new LedgerRetention { Walks = TimeSpan.FromDays(7) };
        await Write(retention, "a");
        await Write(retention, "b");
        _time.Advance(TimeSpan.FromDays(30));
        await Write(retention);
        Assert.Equal((2L, 2L), (Number("SELECT MIN(id) FROM walks"), Number("SELECT MAX(id) FROM walks")));

        await Write(retention, "c");
        Assert.Equal((3L, 3L), (Number("SELECT MIN(id) FROM walks"), Number("SELECT MAX(id) FROM walks")));
        await Unaltered();
    }

    [Fact]
    public async Task old_walks_of_a_time_without_a_chain_go_as_well()
    {
        var without = new LedgerRetention { Chain = false, Walks = TimeSpan.FromDays(7) };
        await Write(without with { Chain = true }, "a");
        await Write(without, "b", "c");
        _time.Advance(TimeSpan.FromDays(8));
        using (var store = await Open(without))
        {
            await store.AppendAsync([], [Evidence.Walk("d", _time.GetUtcNow())], default);
            await store.MaintainAsync();
            Assert.Equal(4L, Number("SELECT MIN(id) FROM walks"));
            await Unaltered();
        }

        await Write(without with { Chain = true }, "e");
        await Unaltered();
    }

    [Fact]
    public async Task many_old_walks_go_in_pieces()
    {
        var retention = new LedgerRetention { Walks = TimeSpan.FromDays(7) };
        await Write(retention, [.. Enumerable.Range(0, 1_700).Select(number => $"r{number}")]);
        _time.Advance(TimeSpan.FromDays(8));
        await Write(retention, "young");

        await Unaltered();
        Assert.Equal(1L, Number("SELECT COUNT(*) FROM walks"));
    }

    [Fact]
    public async Task nothing_goes_where_walks_are_kept_for_ever()
    {
        await Write(new LedgerRetention(), "a");
        _time.Advance(TimeSpan.FromDays(3_000));
        await Write(new LedgerRetention(), "b");

        Assert.Equal(2L, Number("SELECT COUNT(*) FROM walks"));
        await Unaltered();
    }

    [Fact]
    public async Task a_checkpoint_comes_with_a_thousand_rows()
    {
        using var store = await Open(new LedgerRetention());
        await store.AppendAsync([.. Enumerable.Repeat(LedgerRows.Attempt(), 999)], [], default);
        Assert.Equal(0L, Number("SELECT COUNT(*) FROM checkpoints"));

        await store.AppendAsync([LedgerRows.Attempt()], [], default);

        Assert.Equal(1_000L, Number("SELECT row FROM checkpoints"));
    }

    [Fact]
    public async Task plain_walks_may_be_left_out_and_the_chain_has_no_hole()
    {
        var plain = Evidence.Walk("plain", Evidence.Now) with
        {
            Facts = [
            .. Evidence.Walk("plain", Evidence.Now).Facts.Take(1), Evidence.Answered(Evidence.Now), .. Evidence.Walk("plain", Evidence.Now)
            .Facts.Skip(1)]
        };
        using (var store = await Open(new LedgerRetention { Sample = 0 }))
            await store.AppendAsync([], [Evidence.Walk("a", Evidence.Now, 503), plain, Evidence.Walk("b", Evidence.Now, 503)], default);

        Assert.Equal(2L, Number("SELECT COUNT(*) FROM walks"));
        await Unaltered();
    }

    private const string FirstVersion = """
        CREATE TABLE attempts (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, request_id TEXT NOT NULL, attempt INTEGER NOT NULL, backend TEXT NOT NULL, pool TEXT NOT NULL,
            model TEXT NOT NULL, client TEXT, phase TEXT NOT NULL, status INTEGER, error_class TEXT, prompt_tokens INTEGER, cached_tokens INTEGER, completion_tokens INTEGER,
            reasoning_tokens INTEGER, total_tokens INTEGER, cost_pico INTEGER, latency_ms REAL NOT NULL, first_token_ms REAL, streamed INTEGER NOT NULL);
        CREATE INDEX attempts_at ON attempts (at_us);
        CREATE INDEX attempts_request ON attempts (request_id);
        CREATE TABLE walks (id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, arrived_at_us INTEGER NOT NULL, outcome INTEGER NOT NULL, facts BLOB NOT NULL);
        CREATE INDEX walks_request ON walks (request_id);
        INSERT INTO attempts (at_us, request_id, attempt, backend, pool, model, phase, latency_ms, streamed) VALUES (1, 'old', 1, 'a', 'primary', 'm', 'routing', 1.5, 0);
        INSERT INTO walks (request_id, arrived_at_us, outcome, facts) VALUES ('old', 1, 200, '[]');
        PRAGMA user_version = 1;
        """;

    /// <summary>One run of the server, which writes these requests in a single batch.</summary>
    private async Task Write(LedgerRetention retention, params string[] requests)
    {
        using (var store = await Open(retention))
        {
            if (requests.Length > 0)
                await store.AppendAsync(
                    [.. requests.Select(request => LedgerRows.Attempt(request))],
                        [.. requests.Select(request => Evidence.Walk(request, _time.GetUtcNow()))], default);
            await store.MaintainAsync();
        }
        SqliteConnection.ClearAllPools();
    }

    private async Task<SqliteLedgerStore> Open(LedgerRetention retention)
    {
        var store = new SqliteLedgerStore(SqliteFiles.In(_run.Directory).Ledger, retention, _time);
        await store.InitializeAsync(default);
        return store;
    }

    private async Task<string> Unaltered()
    {
        var (code, output) = await _run.Verify();
        Assert.True(code == 0, output);
        return output;
    }

    private string Links() => (string)Scalar("SELECT group_concat(first || '-' || last, ' ') FROM attempts_links")!;

    private long Number(string sql) => (long)Scalar(sql)!;

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={SqliteFiles.In(_run.Directory).Ledger};Pooling=False");
        connection.Open();
        return new SqliteCommand(sql, connection).ExecuteScalar();
    }
}
