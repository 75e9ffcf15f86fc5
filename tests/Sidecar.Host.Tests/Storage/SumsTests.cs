using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Sums;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Storage.Sums;
using Sidecar.Ledger;
using Xunit.Abstractions;
using static Sidecar.Host.Tests.Storage.LedgerRows;

namespace Sidecar.Host.Tests.Storage;

/// <summary>What is summed beside the ledger's rows.</summary>
public sealed class SumsTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Instant("2026-11-22T10:00:30Z"));
    private readonly ITestOutputHelper _output;
    private SqliteLedgerStore _store;

    public SumsTests(ITestOutputHelper output)
    {
        _output = output;
        _store = Open();
    }

    private string File => SqliteFiles.In(_directory.Path).Ledger;

    public Task InitializeAsync() => _store.InitializeAsync(default);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task attempts_and_walks_are_counted_by_backend_model_and_client()
    {
        await _store.AppendAsync(
            [
                Attempt("1", backend: "a") with
                {
                    Client = "ann",
                    Status = 200,
                    TotalTokens = 12,
                    PromptTokens = 10,
                    CompletionTokens = 2,
                    Cost = 0.25m,
                    FirstTokenMs = 40,
                },
                Attempt("2", backend: "b") with { Status = 429, ErrorClass = ErrorClasses.RateLimited },
            ],
            [Walk("1", 200, "a"), Walk("2", 503, "b", waited: true)], default);

        var total = await Total(SumSpan.Minute);
        Assert.Equal((2, 1, 1), (total[Measure.Attempts], total[Measure.RateLimited], total[Measure.Answered]));
        Assert.Equal((2, 1, 1, 2000), (total.Requests, total[Measure.Failed], total[Measure.Waited], total[Measure.WaitedMs]));
        Assert.Equal((12, 0.25m), (total.Tokens, total.Cost));
        Assert.InRange(total.Latency(0.5)!.Value, 90, 128);
        Assert.InRange(total.FirstToken(0.5)!.Value, 32, 46);
        var slot = (await Read(SumSpan.Minute)).Slots.Single().Slot;
        Assert.Equal(["a", "b"], slot.By(SumDimension.Backend).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["", "ann"], slot.By(SumDimension.Client).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, slot.By(SumDimension.Model)["m"].Requests);
    }

    [Fact]
    public async Task a_batch_that_comes_again_is_not_counted_again()
    {
        var batch = new LedgerBatchId(Guid.NewGuid(), 1);
        await _store.AppendAsync(batch, [Attempt()], [], default);
        await _store.AppendAsync(batch, [Attempt()], [], default);

        Assert.Equal(1, (await Total(SumSpan.Minute))[Measure.Attempts]);
    }

    [Fact]
    public async Task a_batch_that_was_rolled_back_is_not_counted()
    {
        await _store.AppendAsync([Attempt("before")], [], default);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.AppendAsync(
            [Attempt("lost"), Attempt("bad") with { Backend = null! }], [], default));

        await _store.AppendAsync([Attempt("after")], [], default);

        Assert.Equal(2, (await Total(SumSpan.Minute))[Measure.Attempts]);
    }

    [Fact]
    public async Task a_minute_is_continued_after_a_restart()
    {
        await _store.AppendAsync([Attempt("1")], [], default);
        _store.Dispose();
        _store = Open();
        await _store.AppendAsync([Attempt("2")], [], default);

        await _store.MaintainAsync();

        Assert.All(new[] { SumSpan.Minute, SumSpan.Hour, SumSpan.Day }, span => Assert.Equal(2, Total(span).Result[Measure.Attempts]));
    }

    [Fact]
    public async Task hours_and_days_are_the_sums_of_their_minutes_however_often_they_are_made()
    {
        for (var minute = 0; minute < 180; minute++)
        {
            _time.SetUtcNow(Instant("2026-11-22T10:00:30Z").AddMinutes(minute));
            await _store.AppendAsync([Attempt() with { At = _time.GetUtcNow() }], [], default);
            if (minute % 7 == 0)
                await _store.MaintainAsync();
        }
        await _store.MaintainAsync();
        await _store.MaintainAsync();

        var hours = (await Read(SumSpan.Hour)).Slots;
        Assert.Equal([60, 60, 60], hours.OrderBy(slot => slot.Key.Number).Select(slot => slot.Slot.Total()[Measure.Attempts]));
        Assert.Equal(180, (await Total(SumSpan.Day))[Measure.Attempts]);
    }

    [Fact]
    public async Task minutes_are_deleted_after_a_day_and_their_hours_stay()
    {
        await _store.AppendAsync([Attempt()], [], default);
        await _store.MaintainAsync();
        _time.Advance(TimeSpan.FromHours(27));
        await _store.MaintainAsync();

        Assert.Empty((await Read(SumSpan.Minute)).Slots);
        Assert.Equal(1, (await Total(SumSpan.Hour))[Measure.Attempts]);
        _time.Advance(TimeSpan.FromDays(36));
        await _store.MaintainAsync();
        Assert.Empty((await Read(SumSpan.Hour)).Slots);
        Assert.Equal(1, (await Total(SumSpan.Day))[Measure.Attempts]);
        _time.Advance(TimeSpan.FromDays(732));
        await _store.MaintainAsync();
        Assert.Empty((await Read(SumSpan.Day)).Slots);
    }

    [Fact]
    public async Task what_comes_a_week_late_is_counted_in_its_hour_and_day()
    {
        await _store.AppendAsync([Attempt()], [], default);
        await _store.MaintainAsync();
        _time.Advance(TimeSpan.FromDays(7));
        await _store.AppendAsync([Attempt("late")], [], default);
        await _store.MaintainAsync();

        Assert.Equal(2, (await Total(SumSpan.Hour))[Measure.Attempts]);
        Assert.Equal(2, (await Total(SumSpan.Day))[Measure.Attempts]);
    }

    [Fact]
    public async Task it_is_known_when_somebody_counted()
    {
        _time.Advance(TimeSpan.FromMinutes(5));
        await _store.MaintainAsync();
        _store.Dispose();
        _time.Advance(TimeSpan.FromMinutes(5));
        _store = Open();
        _time.Advance(TimeSpan.FromMinutes(5));
        await _store.MaintainAsync();

        var start = Instant("2026-11-22T10:00:30Z");
        Assert.Equal([new Stretch(start, start.AddMinutes(5)), new Stretch(start.AddMinutes(10), start.AddMinutes(15))],
            (await Read(SumSpan.Minute)).Watched.OrderBy(stretch => stretch.From));
    }

    // Four backends, five models and three clients, all of them in every minute: what a month leaves, and what it adds to the next.
    [Fact]
    public async Task a_busy_month_is_small()
    {
        var (slot, random) = (new SumSlot(), new Random(1));
        for (var i = 0; i < 1_000; i++)
            LedgerSums.Add(slot, Attempt(backend: $"backend-{i % 4}", model: $"vendor/some-model-{i % 5}") with
            {
                Client = $"client-{i % 3}",
                PromptTokens = random.Next(10_000),
                CompletionTokens = random.Next(1_000),
                TotalTokens = random.Next(11_000),
                Cost = random.Next(1_000) / 100_000m,
                LatencyMs = Math.Exp(5 + (random.NextDouble() * 4)),
                FirstTokenMs = Math.Exp(4 + (random.NextDouble() * 3)),
            });
        using (var ledger = new SqliteConnection(SqliteFiles.ConnectionString(File)))
        {
            ledger.Open();
            var before = Pages(ledger);
            using (var transaction = ledger.BeginTransaction())
            {
                foreach (var (span, count) in new[] { (SumSpan.Minute, 26 * 60), (SumSpan.Hour, 30 * 24), (SumSpan.Day, 30) })
                {
                    _output.WriteLine($"{span}: {SumSlotBytes.Write(slot, span.MostLabels()).Length} bytes");
                    for (var number = 0; number < count; number++)
                        new SumTable(ledger).Write(new SumKey(span, number), Guid.Empty, slot);
                }
                transaction.Commit();
            }
            _output.WriteLine($"a month: {Pages(ledger) - before} bytes");
            Assert.InRange(Pages(ledger) - before, 1, 3_500_000);
        }

        await Task.CompletedTask;

        static long Pages(SqliteConnection ledger)
        {
            using var command = ledger.CreateCommand();
            command.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
            return (long)command.ExecuteScalar()!;
        }
    }

    private SqliteLedgerStore Open() => new(SqliteFiles.Prepare(_directory.Path).Ledger, new LedgerRetention(), _time);

    private Task<SumReading> Read(SumSpan span) =>
        new SumHistory(new ReadableFile(File, true)).ReadAsync(span, DateTimeOffset.UnixEpoch, Instant("2036-01-01T00:00:00Z"), default);

    private async Task<SumCell> Total(SumSpan span)
    {
        var sum = new SumSlot();
        foreach (var (_, slot) in (await Read(span)).Slots)
            sum.Add(slot);
        return sum.Total();
    }

    private static WalkRow Walk(string id, int status, string backend, bool waited = false)
    {
        var at = Instant("2026-11-22T10:00:00Z");
        List<WalkFact> facts = [new RequestArrived(at, id, "m", false, 10, "ann", 1, 1)];
        if (waited)
            facts.Add(new WaitBegan(at, 1, 1));
        facts.Add(new UpstreamAnswered(at.AddSeconds(1), RequestPhase.Routing, backend, 1, status, null, default, null));
        facts.Add(new WalkEnded(at.AddSeconds(2), status, "Completed", 1));
        return new WalkRow(id, at, status, facts);
    }
}
