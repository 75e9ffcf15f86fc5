using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Dashboard.Feed;
using Sidecar.Host.Tests.Kit;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Dashboard;

public sealed class UsageOfTodayTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly Sums _sums = new();
    private readonly UsageOfToday _today;

    public UsageOfTodayTests() => _today = new UsageOfToday(_sums, () => Task.CompletedTask, _time);

    [Fact]
    public async Task rows_added_to_the_ledger_are_added_to_the_sum_once()
    {
        Assert.Null(Look());
        Add(tokens: 5);
        await _sums.Answer(requests: 10, tokens: 100);
        Assert.Equal(new UsedToday(11, 105, null), await Settled(11));
        Add(tokens: 7);
        Assert.Equal(new UsedToday(12, 112, null), Look());

        _time.Advance(TimeSpan.FromSeconds(6));
        Look();
        await _sums.Answer(requests: 12, tokens: 112);
        Assert.Equal(new UsedToday(12, 112, null), await Settled(12));
    }

    [Fact]
    public async Task a_sum_that_takes_long_is_asked_for_seldom()
    {
        Look();
        _time.Advance(TimeSpan.FromSeconds(2));
        await _sums.Answer(requests: 1, tokens: 1);
        await Settled(1);

        _time.Advance(TimeSpan.FromSeconds(990));
        Look();
        Assert.Equal(1, _sums.Asked);
        _time.Advance(TimeSpan.FromSeconds(20));
        Look();
        await _sums.Answer(requests: 2, tokens: 2);

        Assert.Equal(2, _sums.Asked);
    }

    [Fact]
    public async Task a_new_day_begins_with_nothing()
    {
        Look();
        await _sums.Answer(requests: 10, tokens: 100);
        await Settled(10);
        _time.Advance(TimeSpan.FromHours(12));

        Assert.Null(Look());
        await _sums.Answer(requests: 0, tokens: null);
        Assert.Equal(UsedToday.Nothing, await Settled(0));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), _sums.LastFrom);
    }

    private UsedToday? Look() => _today.Read(_time.GetUtcNow(), CancellationToken.None);

    // The sum is completed on another thread.
    private async Task<UsedToday?> Settled(long requests)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Look()?.Requests != requests && TimeProvider.System.GetElapsedTime(began) < Bounds.Wait)
            await Task.Yield();
        return Look();
    }

    private void Add(long tokens)
    {
        _today.AddWalk();
        _today.AddAttempt(new AttemptRow
        {
            At = _time.GetUtcNow(),
            RequestId = "r",
            Attempt = 1,
            Backend = "a",
            Pool = "p",
            Model = "m",
            Phase = "routing",
            TotalTokens = tokens,
            LatencyMs = 1,
            Streamed = false,
        });
    }

    private sealed class Sums : ILedgerStore
    {
        private readonly Channel<TaskCompletionSource<IReadOnlyList<UsageTotals>>> _asked =
            Channel.CreateUnbounded<TaskCompletionSource<IReadOnlyList<UsageTotals>>>();

        public int Asked { get; private set; }

        public DateTimeOffset? LastFrom { get; private set; }

        public async Task Answer(long requests, long? tokens)
        {
            var asked = await _asked.Reader.ReadAsync().Soon();
            asked.SetResult([new UsageTotals { Attempts = requests, Requests = requests, Errors = 0, TotalTokens = tokens,
                LatencyMs = 1 }]);
        }

        public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation)
        {
            (Asked, LastFrom) = (Asked + 1, query.From);
            var sum = new TaskCompletionSource<IReadOnlyList<UsageTotals>>(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(_asked.Writer.TryWrite(sum));
            return sum.Task;
        }

        public Task InitializeAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task AppendAsync(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks,
            CancellationToken cancellation) => Task.CompletedTask;
    }
}
