using LinqToDB.Mapping;
using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Ledger;
using static Sidecar.Host.Tests.Storage.LedgerRows;

namespace Sidecar.Host.Tests.Storage;

/// <summary>What writing without the ADO.NET driver must still do.</summary>
public sealed class LedgerWritingTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteLedgerStore _store;

    public LedgerWritingTests() => _store = new SqliteLedgerStore(SqliteFiles.Prepare(_directory.Path).Ledger);

    private string File => SqliteFiles.In(_directory.Path).Ledger;

    public Task InitializeAsync() => _store.InitializeAsync(default);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(typeof(AttemptRecord))]
    [InlineData(typeof(WalkRecord))]
    public void every_column_that_is_read_is_written(Type record) => Assert.Equal(
        MappingSchema.Default.GetEntityDescriptor(record).Columns.Where(c => !c.IsIdentity).Select(c => c.ColumnName),
        record == typeof(AttemptRecord) ? LedgerInserts.AttemptColumns : LedgerInserts.WalkColumns);

    // SQLite is given only those values that differ from the row before.
    [Fact]
    public async Task a_row_takes_nothing_from_the_row_before()
    {
        var full = Attempt("1") with
        {
            Attempt = 2,
            Client = "ann",
            Status = 200,
            ErrorClass = ErrorClasses.Cancelled,
            PromptTokens = 1,
            CachedTokens = 2,
            CompletionTokens = 3,
            ReasoningTokens = 4,
            TotalTokens = 10,
            Cost = 0.5m,
            LatencyMs = 12.5,
            FirstTokenMs = 0.25,
            Streamed = true,
        };
        AttemptRow[] rows = [full, Attempt("2"), full with { RequestId = "3" },
            full with { RequestId = "4", Client = "bob", Status = 0, PromptTokens = 0 }, Attempt("5", backend: "b")];

        await _store.AppendAsync(rows, [], default);

        foreach (var row in rows)
            Assert.Equal([row], await _store.FindAttemptsAsync(row.RequestId, default));
    }

    [Fact]
    public async Task what_is_unknown_is_null_in_the_table()
    {
        await _store.AppendAsync([Attempt() with { Status = 200 }, Attempt()], [], default);

        Assert.Equal(1L, await Scalar("""
            SELECT count(*) FROM attempts WHERE client IS NULL AND status IS NULL AND error_class IS NULL AND prompt_tokens IS NULL AND cached_tokens IS NULL
            AND completion_tokens IS NULL AND reasoning_tokens IS NULL AND total_tokens IS NULL AND cost_pico IS NULL AND first_token_ms IS NULL
            """));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("'; DROP TABLE attempts; --")]
    [InlineData("żółć 模型 \U0001F916")]
    public async Task any_text_is_stored_as_its_utf8(string text)
    {
        await _store.AppendAsync([Attempt() with { Model = text, Client = text }], [], default);

        Assert.Equal(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text)), await Scalar("SELECT hex(model) FROM attempts"));
        Assert.Equal("text", await Scalar("SELECT typeof(client) FROM attempts"));
    }

    [Fact]
    public async Task text_longer_than_its_buffer_is_stored_whole()
    {
        var text = new string('ż', 10_000);
        await _store.AppendAsync([Attempt() with { Model = text }], [], default);

        Assert.Equal(text, Assert.Single(await _store.FindAttemptsAsync("r", default)).Model);
    }

    [Fact]
    public async Task half_a_surrogate_pair_does_not_stop_the_ledger()
    {
        await _store.AppendAsync([Attempt() with { Model = "a\ud83e" }], [], default);

        Assert.Equal("a\ufffd", Assert.Single(await _store.FindAttemptsAsync("r", default)).Model);
    }

    [Fact]
    public async Task the_batch_behind_a_failed_one_is_written()
    {
        var walk = new WalkRow("w", DateTimeOffset.UnixEpoch, 200, [new WalkEnded(DateTimeOffset.UnixEpoch, 200, "Completed", 1)]);
        await _store.AppendAsync([Attempt("before")], [walk], default);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.AppendAsync(
            [Attempt("lost"), Attempt("bad") with { Backend = null! }], [], default));

        await _store.AppendAsync([Attempt("after")], [walk with { RequestId = "w2" }], default);

        Assert.Equal("before,after", await Scalar("SELECT group_concat(request_id) FROM (SELECT request_id FROM attempts ORDER BY id)"));
        Assert.Equal(2L, await Scalar("SELECT count(*) FROM walks"));
    }

    [Fact]
    public async Task a_batch_that_is_there_already_is_not_written_again()
    {
        var writer = Guid.NewGuid();
        await _store.AppendAsync(new LedgerBatchId(writer, 1), [Attempt("1")], [], default);

        await _store.AppendAsync(new LedgerBatchId(writer, 1), [Attempt("1")], [], default);
        await _store.AppendAsync(new LedgerBatchId(writer, 2), [Attempt("2")], [], default);
        await _store.AppendAsync(new LedgerBatchId(Guid.NewGuid(), 1), [Attempt("3")], [], default);

        Assert.Equal("1,2,3", await Scalar("SELECT group_concat(request_id) FROM (SELECT request_id FROM attempts ORDER BY id)"));
    }

    [Fact]
    public async Task a_fact_that_cannot_be_written_does_not_spoil_the_next_walk()
    {
        var good = new WalkRow("good", DateTimeOffset.UnixEpoch, 200, [new WalkEnded(DateTimeOffset.UnixEpoch, 200, "Completed", 1)]);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.AppendAsync(
            [], [good, good with { RequestId = "bad", Facts = [good.Facts[0], null!] }], default));

        await _store.AppendAsync([], [good], default);

        Assert.Equal(WalkFactReader.Read(WalkFactCodec.Write(good.Facts)), (await _store.FindWalkAsync("good", default))!.ReadFacts());
        Assert.Equal(1L, await Scalar("SELECT count(*) FROM walks"));
    }

    [Fact]
    public async Task a_disposed_store_leaves_one_file_behind()
    {
        await _store.AppendAsync([Attempt()], [], default);
        await _store.FindAttemptsAsync("r", default);
        SqliteConnection.ClearAllPools();

        _store.Dispose();

        Assert.Equal(["ledger.db"], Directory.GetFiles(_directory.Path, "ledger*").Select(Path.GetFileName));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _store.AppendAsync([Attempt()], [], default));
    }

    [Fact]
    public async Task a_ledger_of_an_earlier_build_loses_the_index_that_nobody_asks()
    {
        await Scalar("CREATE INDEX walks_arrived ON walks (arrived_at_us)");
        using var later = new SqliteLedgerStore(File);
        await later.InitializeAsync(default);
        await later.AppendAsync([Attempt()], [], default);

        Assert.Equal("attempts_at,attempts_failed,attempts_request,walks_request,walks_troubled",
            await Scalar("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'index' "
                + "AND tbl_name IN ('attempts', 'walks') ORDER BY name)"));
    }

    private async Task<object?> Scalar(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        if (sql.TrimStart().StartsWith("SELECT", StringComparison.Ordinal))
            LedgerViews.Ensure(connection);
        await using var command = new SqliteCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
