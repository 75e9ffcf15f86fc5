using System.Runtime.InteropServices;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Reloads the file on SIGHUP, and when its contents or those of a key file have changed.</summary>
internal sealed class FileWatch(
    SidecarSettings settings, BackendDefinitions definitions, FileReload reload, RequestGate gate, ILogger<FileWatch> log)
        : BackgroundService
{
    // Polling, because notifications miss the switch of a mounted directory's links, which is how Kubernetes updates a file.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _told = new(0);

    public override void Dispose()
    {
        base.Dispose();
        _told.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _told.Release();
        });
        // Not during the start, when the processors are busy enough.
        if (!await gate.WhenDecided.WaitAsync(stoppingToken))
            return;
        // An older master key can be removed once nothing is encrypted with it any more.
        if (reload.HasOldSeals)
            await TryReload("start");
        for (var (seen, tried) = (settings.Source.Stamp, ""); ;)
        {
            var isTold = await _told.WaitAsync(Interval, stoppingToken);
            var stamp = settings.Source.StampNow();
            // A file that is missing for a moment is being replaced.
            var isNew = stamp != seen && stamp.Length > 0;
            // Keys that could not be applied are tried again when they have changed again.
            var keys = KeyFiles.DifferentFrom(definitions.Catalog);
            var areNew = keys.Length > 0 && keys != tried;
            if (!isTold && !isNew && !areNew)
                continue;
            (seen, tried) = (isNew ? stamp : seen, keys);
            await TryReload(isTold ? "SIGHUP" : isNew ? "a change of the file" : "a change of a key's file");
        }
    }

    private async Task TryReload(string by)
    {
        try
        {
            await reload.RunAsync(by);
        }
        catch (Exception fault)
        {
            // The next change must still be noticed.
            ReloadLog.Failed(log, fault);
        }
    }
}
