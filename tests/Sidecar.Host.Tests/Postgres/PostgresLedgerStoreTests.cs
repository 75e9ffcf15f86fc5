using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Sidecar.Domain.Sums;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Postgres;
using Sidecar.Host.Storage.Search;
using Sidecar.Host.Storage.Sums;
using Sidecar.Host.Tests.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Postgres;

public sealed class PostgresLedgerStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact]
    public async Task rows_come_back_as_they_were_given()
    {
        var store = await Open(new LedgerRetention());
        var full = LedgerRows.Attempt();

        await store.AppendAsync([full, full with { RequestId = "other" }], [], default);

        Assert.Equal(full, Assert.Single(await store.FindAttemptsAsync(full.RequestId, default)));
    }

    [PostgresFact]
    public async Task text_that_a_client_chose_never_keeps_a_batch_from_it()
    {
        var store = await Open(new LedgerRetention());

        await store.AppendAsync([LedgerRows.Attempt() with { RequestId = "r", Model = "a\0b\ud800c😀" }], [], default);

        Assert.Equal("a\ufffdb\ufffdc😀", Assert.Single(await store.FindAttemptsAsync("r", default)).Model);
    }

    [PostgresFact]
    public async Task walks_that_are_too_old_are_deleted_but_for_the_newest()
    {
        var database = new PostgresDatabase(await server.Database());
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(100));
        var store = new PostgresLedgerStore(database, new LedgerRetention { Walks = TimeSpan.FromDays(7) }, time);
        await store.InitializeAsync(default);
        await store.AppendAsync([], [Walk("old", 90), Walk("kept", 95), Walk("last", 90)], default);

        await store.MaintainAsync();

        var reader = new WalkReader(database);
        Assert.Null((await reader.FindAsync("old", default)).Walk);
        Assert.NotNull((await reader.FindAsync("kept", default)).Walk);
        Assert.NotNull((await reader.FindAsync("last", default)).Walk);
    }

    [PostgresFact]
    public async Task rows_are_summed_once_and_found()
    {
        var database = new PostgresDatabase(await server.Database());
        var time = new FakeTimeProvider(LedgerRows.Instant("2026-11-22T10:00:30Z"));
        PostgresLedgerStore[] nodes = [new(database, new LedgerRetention(), time), new(database, new LedgerRetention(), time)];
        await nodes[0].InitializeAsync(default);
        var batch = new LedgerBatchId(Guid.NewGuid(), 1);
        await nodes[0].AppendAsync(batch, [LedgerRows.Attempt("1")], [], default);
        await nodes[0].AppendAsync(batch, [LedgerRows.Attempt("1")], [], default);
        await nodes[1].AppendAsync([LedgerRows.Attempt("2", backend: "b")], [Walk("2", 95)], default);
        foreach (var node in nodes.Concat(nodes))
            await node.MaintainAsync();

        foreach (var span in new[] { SumSpan.Minute, SumSpan.Hour, SumSpan.Day })
        {
            var read = await new SumHistory(database).ReadAsync(
                span, LedgerRows.Instant("2026-11-22T00:00:00Z"), LedgerRows.Instant("2026-11-23T00:00:00Z"), default);
            Assert.Equal(2, read.Slots.Sum(slot => slot.Slot.Total()[Measure.Attempts]));
        }
        var search = new RequestSearch(database, time);
        Assert.Equal("2", Assert.Single((await search.FindAsync(new RequestQuery(Backend: "b"), default)).Lines).Id);
        Assert.Equal("2", Assert.Single((await search.FindAsync(new RequestQuery(Status: new StatusRange(0, 999)), default)).Lines).Id);
    }

    [PostgresFact]
    public async Task a_second_start_finds_its_tables_and_a_later_version_is_refused()
    {
        var database = new PostgresDatabase(await server.Database());
        var store = new PostgresLedgerStore(database, new LedgerRetention(), TimeProvider.System);
        await store.InitializeAsync(default);
        await store.InitializeAsync(default);
        using (var connection = database.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "UPDATE ledger_version SET version = 99";
            command.ExecuteNonQuery();
        }

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => store.InitializeAsync(default));

        Assert.Contains("99", fault.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task a_batch_whose_commit_was_not_answered_is_stored_once()
    {
        var connection = new NpgsqlConnectionStringBuilder(await server.Database());
        await using var relay = new CommitCutter(connection.Port);
        connection.Port = relay.Port;
        var store = await Open(connection.ConnectionString);
        var batch = new LedgerBatchId(Guid.NewGuid(), 1);

        relay.CutsNextCommit();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.AppendAsync(batch, [LedgerRows.Attempt()], [Walk("r", 1)], default));
        await store.AppendAsync(batch, [LedgerRows.Attempt()], [Walk("r", 1)], default);
        await store.AppendAsync(batch with { Number = 2 }, [LedgerRows.Attempt() with { RequestId = "next" }], [], default);

        Assert.Single(await store.FindAttemptsAsync(LedgerRows.Attempt().RequestId, default));
        Assert.Single(await store.FindAttemptsAsync("next", default));
    }

    private static WalkRow Walk(string id, int day) => new(id, DateTimeOffset.UnixEpoch.AddDays(day), 200, []);

    private async Task<PostgresLedgerStore> Open(LedgerRetention retention) => await Open(await server.Database(), retention);

    private static async Task<PostgresLedgerStore> Open(string connection, LedgerRetention? retention = null)
    {
        var store = new PostgresLedgerStore(new PostgresDatabase(connection), retention ?? new LedgerRetention(), TimeProvider.System);
        await store.InitializeAsync(default);
        return store;
    }
}
