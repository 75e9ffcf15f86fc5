using System.Data.Common;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Hosting;

/// <summary>Maintains the ledger once a minute, and a last time after the actors have ended.</summary>
internal sealed class LedgerMaintenance(
    IMaintainedLedgerStore ledger, IHostApplicationLifetime host, TimeProvider time, ILogger<LedgerMaintenance> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (host.ApplicationStarted.IsCancellationRequested)
            await MaintainAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            await MaintainAsync();
        }
    }

    private async Task MaintainAsync()
    {
        try
        {
            await ledger.MaintainAsync();
        }
        catch (WitnessException fault)
        {
            ChainLog.WitnessNotTold(log, fault);
        }
        catch (Exception fault) when (fault is DbException or IOException)
        {
            ChainLog.LedgerNotMaintained(log, fault);
        }
    }
}
