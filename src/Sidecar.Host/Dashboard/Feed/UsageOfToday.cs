using Sidecar.Ledger;

namespace Sidecar.Dashboard.Feed;

/// <summary>The ledger's sums since midnight UTC. A sum that takes long is asked for seldom: at most a fiftieth of the time goes into it.</summary>
internal sealed class UsageOfToday(ILedgerStore ledger, TimeProvider time)
{
    private const int Rest = 50;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private UsageTotals? _last;
    private DateTimeOffset _next;
    private Task<UsageTotals?>? _reading;
    private long _began;

    /// <summary>The newest sums there are; never waits for the disk.</summary>
    public async Task<UsageTotals?> ReadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (_reading is { IsCompleted: true } done)
        {
            _reading = null;
            // Sums that cannot be read now are asked for again; those read last stay.
            if (done.IsCompletedSuccessfully)
                _last = await done;
            var took = time.GetElapsedTime(_began);
            _next = now + (took * Rest > Least ? took * Rest : Least);
        }
        if (_reading is null && now >= _next)
        {
            _began = time.GetTimestamp();
            _reading = SumAsync(now, cancellation);
        }
        return _last;
    }

    private async Task<UsageTotals?> SumAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var lines = await ledger.SumAsync(new UsageQuery(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), null, []), cancellation);
        return lines is [var sums, ..] ? sums : null;
    }
}
