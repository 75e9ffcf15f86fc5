using System.Data.Common;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Hosting;

/// <summary>Checks the data files every second, and reports at once if they were changed from outside.</summary>
internal sealed class DataFileWatch(DataFiles files, IHostApplicationLifetime host, TimeProvider time, ILogger<DataFileWatch> log)
    : BackgroundService
{
    private const int LooksPerMemory = 60;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (host.ApplicationStarted.IsCancellationRequested)
            await Task.Run(Remember, CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before that they may not exist yet.
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStarted))
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (files.Fault is { } fault)
            DataFileLog.Lost(log, fault);
        for (var looks = 1L; !stoppingToken.IsCancellationRequested; looks++)
        {
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            if (files.Look())
                DataFileLog.Lost(log, files.Fault!);
            if (looks % LooksPerMemory == 0)
                await Task.Run(Remember, CancellationToken.None);
        }
    }

    private void Remember()
    {
        try
        {
            files.Remember();
        }
        catch (Exception fault) when (fault is DbException or IOException)
        {
            DataFileLog.NotRemembered(log, fault);
        }
    }
}
