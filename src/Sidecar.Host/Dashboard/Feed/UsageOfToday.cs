using Sidecar.Ledger;

namespace Sidecar.Host.Dashboard.Feed;

/// <summary>The usage since midnight UTC: a sum read from the ledger, plus the rows added since then.</summary>
/// <param name="flush">Makes the ledger write its buffered rows, as far as it can.</param>
/// <remarks>A sum reads every row of the day. The longer it takes, the less often it is read: it uses at most a five-hundredth of the
/// time.</remarks>
internal sealed class UsageOfToday(ILedgerStore ledger, Func<Task> flush, TimeProvider time)
{
    private const int Rest = 500;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private UsedToday? _sum;
    private UsedToday _added = UsedToday.Nothing;
    private UsedToday _addedMeanwhile = UsedToday.Nothing;
    private DateTime _day;
    private DateTimeOffset _next;
    private Task<UsedToday>? _reading;
    private long _began;

    public void AddWalk() => Add(UsedToday.Nothing with { Requests = 1 });

    public void AddAttempt(AttemptRow attempt) => Add(new UsedToday(0, attempt.TotalTokens, attempt.Cost));

    /// <summary>The latest known usage; never waits for the disk. Null until the first sum was read.</summary>
    public UsedToday? Read(DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_lock)
        {
            TakeOver(now);
            if (_day != now.UtcDateTime.Date)
                (_day, _sum, _added, _addedMeanwhile, _next) = (now.UtcDateTime.Date, null, UsedToday.Nothing, UsedToday.Nothing, now);
            if (_reading is null && now >= _next)
            {
                _began = time.GetTimestamp();
                _addedMeanwhile = UsedToday.Nothing;
                _reading = SumAsync(_day, cancellation);
            }
            return _sum?.With(_added);
        }
    }

    /// <summary>From now on adds every row that the ledger gets; earlier rows come with a new sum.</summary>
    public void Begin()
    {
        lock (_lock)
            (_reading, _next) = (null, default);
    }

    private void TakeOver(DateTimeOffset now)
    {
        if (_reading is not { IsCompleted: true } done)
            return;
        _reading = null;
        var took = time.GetElapsedTime(_began);
        _next = now + (took * Rest > Least ? took * Rest : Least);
        // A failed reading is repeated; until then the last sums stay.
        if (done.IsCompletedSuccessfully)
            (_sum, _added) = (done.Result, _addedMeanwhile);
    }

    private void Add(UsedToday used)
    {
        lock (_lock)
            (_added, _addedMeanwhile) = (_added.With(used), _addedMeanwhile.With(used));
    }

    private async Task<UsedToday> SumAsync(DateTime day, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await flush();
        var lines = await ledger.SumAsync(new UsageQuery(new DateTimeOffset(day, TimeSpan.Zero), null, []), cancellation);
        return lines is [var sums, ..] ? new UsedToday(sums.Requests, sums.TotalTokens, sums.Cost) : UsedToday.Nothing;
    }
}

/// <summary>Requests, and the tokens and cost of those whose usage is known; null if none is. A struct, because two are added for each
/// request.</summary>
public readonly record struct UsedToday(long Requests, long? Tokens, decimal? Cost)
{
    public static UsedToday Nothing => default;

    public UsedToday With(UsedToday other) => new(Requests + other.Requests, Sum(Tokens, other.Tokens), Sum(Cost, other.Cost));

    private static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);

    private static decimal? Sum(decimal? a, decimal? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
}
