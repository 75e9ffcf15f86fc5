using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Search;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Ledger;
using Xunit.Abstractions;
using static Sidecar.Host.Tests.Storage.LedgerRows;

namespace Sidecar.Host.Tests.Storage;

/// <summary>Requests are found by whatever is known of them. With <c>SIDECAR_SEARCH_ROWS</c> set, the last test measures that many
/// rows.</summary>
public sealed class RequestSearchTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Start = Instant("2026-11-20T00:00:00Z");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Start);
    private SqliteLedgerStore _store = null!;

    private string File => SqliteFiles.In(_directory.Path).Ledger;

    // 240 requests, one in ten minutes; every fourth went to b, every tenth failed, number 100 was of a rare model and waited.
    public async Task InitializeAsync()
    {
        _store = new SqliteLedgerStore(SqliteFiles.Prepare(_directory.Path).Ledger, new LedgerRetention(), _time);
        await _store.InitializeAsync(default);
        for (var i = 0; i < 240; i++)
        {
            _time.SetUtcNow(Start.AddMinutes(10 * i));
            var (id, backend, model) = ($"{i:x32}", i % 4 == 0 ? "b" : "a", i == 100 ? "rare" : "m");
            var attempt = Attempt(id, backend: backend, model: model) with
            {
                At = _time.GetUtcNow(),
                Client = i % 2 == 0 ? "ann" : null,
                Status = i % 10 == 0 ? 503 : 200,
                ErrorClass = i % 10 == 0 ? ErrorClasses.Overloaded : null,
                Phase = i == 100 ? "primary-wait" : "routing",
            };
            // The walks of some were not kept.
            WalkRow[] walks = i % 50 == 7 ? [] : [Walk(id, model, backend, i % 10 == 0 ? 503 : 200, i % 2 == 0 ? "ann" : null, i == 100)];
            await _store.AppendAsync([attempt], walks, default);
            if (i % 12 == 0)
                await _store.MaintainAsync();
        }
        _time.Advance(TimeSpan.FromHours(3));
        await _store.MaintainAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task everything_is_shown_newest_first_and_a_page_at_a_time()
    {
        var all = await All(new RequestQuery(Limit: 50));

        Assert.Equal(Enumerable.Range(0, 240).Where(i => i % 50 != 7).Reverse(), all);
    }

    [Theory]
    [InlineData("b", null, null, null, null, 60)]
    [InlineData(null, "rare", null, null, null, 1)]
    [InlineData(null, null, "ann", null, null, 120)]
    [InlineData("b", null, "ann", null, null, 60)]
    [InlineData("a", "m", null, null, null, 180)]
    [InlineData(null, null, null, "primary-wait", null, 1)]
    [InlineData(null, null, null, null, ErrorClasses.Overloaded, 24)]
    [InlineData("b", null, null, null, ErrorClasses.Overloaded, 12)]
    [InlineData("nobody", null, null, null, null, 0)]
    public async Task what_attempts_tell_is_found(string? backend, string? model, string? client, string? phase, string? error, int count)
    {
        var found = await All(new RequestQuery(model, backend, client, phase, error, Limit: 7));

        Assert.Equal(found.OrderDescending().Distinct(), found);
        Assert.Equal(count, found.Count);
        if (model == "rare")
            Assert.Equal([100], found);
    }

    [Theory]
    [InlineData("503", 24)]
    [InlineData("5xx", 24)]
    [InlineData("4xx", 0)]
    [InlineData("hung-up", 0)]
    public async Task trouble_is_found_by_its_status(string status, int count) =>
        Assert.Equal(count, (await All(new RequestQuery(Status: StatusRange.Parse(status), Limit: 10))).Count);

    [Fact]
    public async Task a_status_and_a_backend_both_hold() =>
        Assert.Equal(12, (await All(new RequestQuery(Backend: "b", Status: StatusRange.Parse("5xx"), Limit: 5))).Count);

    [Theory]
    [InlineData(null)]
    [InlineData("m")]
    public async Task a_time_is_found_wherever_it_lies(string? model)
    {
        var found = await All(new RequestQuery(model, From: Start.AddMinutes(600), To: Start.AddMinutes(700), Limit: 4));

        // One walk of them was not kept, and 100 is beyond.
        Assert.Equal(Enumerable.Range(60, 10).Reverse(), found);
    }

    [Fact]
    public async Task a_request_is_shown_with_what_is_known()
    {
        var line = Assert.Single(await Lines(new RequestQuery("rare")));

        Assert.Equal(("rare", "ann", 503, "primary-wait", "b", true),
            (line.Model, line.Client, line.Status, line.Phase, line.Backend, line.Waited));
        Assert.Equal(TimeSpan.FromSeconds(2), line.Elapsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("a-b")]
    [InlineData("1-2-3")]
    public void what_is_no_place_is_none(string text) => Assert.Null(RequestCursor.Parse(text));

    [Fact]
    public async Task a_page_takes_a_bounded_time()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("SIDECAR_SEARCH_ROWS"), out var rows))
            rows = 5_000;
        Grow(rows);
        var search = new RequestSearch(new ReadableFile(File, true), _time);
        foreach (var query in new RequestQuery[]
        {
            new(), new("m"), new("rare"), new("never"), new(Backend: "b"), new(Client: "ann"), new(Phase: "primary-wait"),
            new(ErrorClass: ErrorClasses.Overloaded), new(Status: StatusRange.Parse("5xx")), new(Status: StatusRange.Parse("404")),
            new(To: Start.AddDays(3)), new("m", To: Start.AddDays(3)),
        })
        {
            await search.FindAsync(query, default);
            var watch = Stopwatch.StartNew();
            var page = await search.FindAsync(query, default);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{watch.ElapsedMilliseconds,5} ms, {page.Lines.Count} lines, searched to {page.SearchedTo:s}: {query}"));
            Assert.InRange(watch.ElapsedMilliseconds, 0, 2_000);
        }
    }

    // Copies of what is there, ten a second from the end of it on.
    private void Grow(int rows)
    {
        using var ledger = new SqliteConnection(SqliteFiles.ConnectionString(File));
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = $"""
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -500000;
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            INSERT INTO walks (request_id, arrived_at_us, outcome, facts)
            SELECT printf('g%015d', i), {LedgerUnits.FromInstant(Start.AddDays(2))} + i * 100000, w.outcome, w.facts
            FROM n JOIN walks w ON w.id = 1 + (i % 99);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            INSERT INTO attempts (at_us, request_id, attempt, backend, pool, model, client, phase, status, error_class, total_tokens,
                latency_ms, streamed)
            SELECT {LedgerUnits.FromInstant(Start.AddDays(2))} + i * 100000, printf('g%015d', i), 1, a.backend, a.pool, a.model, a.client,
                a.phase, a.status, a.error_class, 100, 12.5, 0
            FROM n JOIN attempts a ON a.id = 1 + (i % 99);
            COMMIT;
            """;
        command.CommandTimeout = 600;
        command.ExecuteNonQuery();
        _time.SetUtcNow(Start.AddDays(2).AddSeconds(rows / 10.0));
    }

    private async Task<List<int>> All(RequestQuery query) =>
        [.. (await Lines(query)).Select(line => int.Parse(line.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    // However slow the machine is: a page may end before it is full.
    private async Task<List<RequestLine>> Lines(RequestQuery query)
    {
        var search = new RequestSearch(new ReadableFile(File, true), _time);
        var found = new List<RequestLine>();
        for (var pages = 0; pages < 1_000; pages++)
        {
            var page = await search.FindAsync(query, default);
            Assert.InRange(page.Lines.Count, 0, query.Limit);
            found.AddRange(page.Lines);
            if (page.Next is null)
                return found;
            query = query with { Before = RequestCursor.Parse(page.Next.ToString()) };
        }
        throw new InvalidOperationException("the pages do not end");
    }

    private WalkRow Walk(string id, string model, string backend, int status, string? client, bool waited)
    {
        var at = _time.GetUtcNow().AddSeconds(-2);
        List<WalkFact> facts = [new RequestArrived(at, id, model, false, 10, client, 1, 1)];
        if (waited)
            facts.Add(new WaitBegan(at, 1, 1));
        facts.Add(new UpstreamAnswered(
            at.AddSeconds(1), waited ? RequestPhase.PrimaryWait : RequestPhase.Routing, backend, 1, status, null, default, null));
        facts.Add(new WalkEnded(at.AddSeconds(2), status, "Completed", 1));
        return new WalkRow(id, at, status, facts);
    }
}
