using System.Data.Common;
using Sidecar.Storage;

namespace Sidecar.Wiring;

/// <summary>Looks after the ledger once a minute, and a last time when the actors have ended.</summary>
internal sealed class LedgerTending(ITendedLedgerStore ledger, IHostApplicationLifetime host, TimeProvider time, ILogger<LedgerTending> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (host.ApplicationStarted.IsCancellationRequested)
            await TendAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            await TendAsync();
        }
    }

    private async Task TendAsync()
    {
        try
        {
            await ledger.TendAsync();
        }
        catch (Exception fault) when (fault is DbException or IOException)
        {
            ChainLog.LedgerNotTended(log, fault);
        }
    }
}
