using Microsoft.Data.Sqlite;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Ledger;
using static Sidecar.Host.Tests.Storage.LedgerRows;

namespace Sidecar.Host.Tests.Storage;

public sealed class SqliteLedgerStoreTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteLedgerStore _store;

    public SqliteLedgerStoreTests() => _store = new SqliteLedgerStore(SqliteFiles.Prepare(_directory.Path).Ledger);

    public Task InitializeAsync() => _store.InitializeAsync(default);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task a_row_comes_back_as_it_was_after_a_restart()
    {
        var full = Attempt("full") with
        {
            At = Instant("2026-11-22T10:00:00.1234560Z"),
            Attempt = 2,
            Client = "o'brien",
            Status = 429,
            ErrorClass = ErrorClasses.RateLimited,
            PromptTokens = 0,
            CachedTokens = 1,
            CompletionTokens = 2,
            ReasoningTokens = 3,
            TotalTokens = 4,
            Cost = 0.000000000001m,
            LatencyMs = 0.1,
            FirstTokenMs = 1e-3,
            Streamed = true,
        };
        var empty = Attempt("empty");
        await Append(full, empty);

        _store.Dispose();
        using var reopened = new SqliteLedgerStore(SqliteFiles.Prepare(_directory.Path).Ledger);
        await reopened.InitializeAsync(default);

        Assert.Equal([full], await reopened.FindAttemptsAsync("full", default));
        Assert.Equal([empty], await reopened.FindAttemptsAsync("empty", default));
    }

    [Fact]
    public async Task a_walk_comes_back_by_its_request()
    {
        var ended = new WalkEnded(Instant("2026-11-22T10:00:00Z"), 503, "all_pools_exhausted", 0);
        await _store.AppendAsync([], [new WalkRow("w", Instant("2026-11-22T10:00:00Z"), 503, [ended])], default);

        var walk = await _store.FindWalkAsync("w", default);

        Assert.Equal(("w", Instant("2026-11-22T10:00:00Z"), 503), (walk!.RequestId, walk.ArrivedAt, walk.Outcome));
        Assert.Equal(WalkFactReader.Read(WalkFactCodec.Write([ended])), walk.ReadFacts());
        Assert.Null(await _store.FindWalkAsync("other", default));
    }

    [Fact]
    public async Task unknown_tokens_and_costs_stay_unknown_in_sums()
    {
        await Append(Attempt(), Attempt());

        var total = Assert.Single(await Sum());

        Assert.Equal((2, null, null, null), (total.Attempts, total.PromptTokens, total.Cost, total.FirstTokenMs));
        Assert.Equal(100, total.LatencyMs);
    }

    [Fact]
    public async Task costs_are_summed_exactly()
    {
        await Append([.. Enumerable.Repeat(Attempt() with { Cost = 0.1m }, 10), Attempt() with { Cost = 0.000000000001m }, Attempt()]);

        Assert.Equal(1.000000000001m, Assert.Single(await Sum()).Cost);
    }

    [Fact]
    public async Task absurd_prices_and_counts_do_not_break_the_report()
    {
        var absurd = Attempt() with { Cost = decimal.MaxValue, PromptTokens = long.MaxValue, CompletionTokens = -1 };
        await Append(absurd, absurd, absurd);

        var total = Assert.Single(await Sum());

        Assert.Equal((3 * (long.MaxValue / 1_000_000_000_000m), null, null), (total.Cost, total.PromptTokens, total.CompletionTokens));
    }

    [Fact]
    public async Task errors_count_without_cancelled_attempts_and_requests_count_once()
    {
        await Append(
            Attempt("one") with { ErrorClass = ErrorClasses.RateLimited },
            Attempt("one"),
            Attempt("two") with { ErrorClass = ErrorClasses.Cancelled });

        var total = Assert.Single(await Sum());

        Assert.Equal((3, 2, 1), (total.Attempts, total.Requests, total.Errors));
    }

    [Fact]
    public async Task days_are_utc_and_oldest_first()
    {
        await Append(
            Attempt(at: "2026-11-22T23:59:59.999999Z"),
            Attempt(at: "2026-11-23T01:59:59+02:00"),
            Attempt(at: "2026-11-23T00:00:00Z"),
            Attempt(at: "2026-11-21T00:00:00Z"));

        var days = await Sum(UsageColumn.Day);

        Assert.Equal([("2026-11-21", 1L), ("2026-11-22", 2L), ("2026-11-23", 1L)], days.Select(line => (line.Day!, line.Attempts)));
    }

    [Fact]
    public async Task every_set_of_columns_can_be_grouped_by()
    {
        await Append(Attempt() with { Client = "x", PromptTokens = 1 }, Attempt(backend: "b") with { PromptTokens = 2 },
            Attempt(backend: "b", model: "n") with { PromptTokens = 3 });

        foreach (var columns in Enumerable.Range(0, 16).Select(set =>
            Enum.GetValues<UsageColumn>().Where(column => (set & (1 << (int)column)) != 0).ToArray()))
        {
            var lines = await Sum(columns);

            Assert.Equal(6, lines.Sum(line => line.PromptTokens));
            Assert.All(lines, line => Assert.Equal(
                (columns.Contains(UsageColumn.Backend), columns.Contains(UsageColumn.Model), columns.Contains(UsageColumn.Day)),
                (line.Backend is not null, line.Model is not null, line.Day is not null)));
        }
        Assert.Equal([("b", null, 2L), ("a", "x", 1L)], (await Sum(UsageColumn.Backend, UsageColumn.Client))
            .Select(line => (line.Backend, line.Client, line.Attempts)));
    }

    [Fact]
    public async Task a_range_includes_its_start_and_not_its_end()
    {
        await Append(Attempt(at: "2026-11-22T09:59:59.999999Z"), Attempt(at: "2026-11-22T10:00:00Z"), Attempt(at: "2026-11-22T11:00:00Z"));

        var query = new UsageQuery(Instant("2026-11-22T10:00:00Z"), Instant("2026-11-22T11:00:00Z"), []);

        Assert.Equal(1, Assert.Single(await _store.SumAsync(query, default)).Attempts);
    }

    [Fact]
    public async Task an_empty_ledger_has_no_lines() => Assert.Empty(await Sum());

    [Fact]
    public async Task a_batch_that_fails_leaves_nothing_behind()
    {
        var bad = Attempt("bad") with { Backend = null! };

        await Assert.ThrowsAnyAsync<Exception>(() => Append([Attempt("good"), .. Enumerable.Repeat(Attempt("good"), 500), bad]));

        Assert.Empty(await Sum());
    }

    [Fact]
    public async Task five_thousand_rows_go_in_one_batch()
    {
        await Append([.. Enumerable.Repeat(Attempt(), 5000)]);

        Assert.Equal(5000, Assert.Single(await Sum()).Attempts);
    }

    [Fact]
    public async Task readers_do_not_wait_for_a_writer_in_mid_transaction()
    {
        await Append(Attempt());
        await using var other = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(_directory.Path).Ledger));
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction();
        await using var delete = new SqliteCommand("DELETE FROM attempts", other, transaction);
        await delete.ExecuteNonQueryAsync();

        Assert.Equal(1, Assert.Single(await Sum()).Attempts);
    }

    [Fact]
    public async Task a_ledger_of_a_later_version_is_refused()
    {
        await using (var other = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(_directory.Path).Ledger)))
        {
            await other.OpenAsync();
            await new SqliteCommand("PRAGMA user_version = 4", other).ExecuteNonQueryAsync();
        }

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _store.InitializeAsync(default));

        Assert.Contains("schema version 4", fault.Message, StringComparison.Ordinal);
    }

    private Task Append(params AttemptRow[] rows) => _store.AppendAsync(rows, [], default);

    private Task<IReadOnlyList<UsageTotals>> Sum(params UsageColumn[] columns) =>
        _store.SumAsync(new UsageQuery(null, null, columns), default);
}
