using System.Runtime.InteropServices;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Has the file read again on SIGHUP, and when its contents or those of a key's file have changed.</summary>
internal sealed class FileWatch(
    SidecarSettings settings, BackendDefinitions definitions, FileReload reload, RequestGate gate, ILogger<FileWatch> log)
        : BackgroundService
{
    // Looked at rather than waited for: notifications do not tell of a mounted directory's links being turned, which is how clusters
    // change a file.
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
        // Not while Sidecar starts: its processors have enough to do.
        if (!await gate.WhenDecided.WaitAsync(stoppingToken))
            return;
        // An older master key can be taken away once nothing is encrypted with it any more.
        if (reload.HasOldSeals)
            await TryReload("start");
        for (var (seen, tried) = (settings.Source.Stamp, ""); ;)
        {
            var isTold = await _told.WaitAsync(Interval, stoppingToken);
            var stamp = settings.Source.StampNow();
            // A file that is gone for a moment is being replaced.
            var isNew = stamp != seen && stamp.Length > 0;
            // Keys that could not be put in force are tried again when they have changed again.
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
            // The next change is to be heard all the same.
            ReloadLog.Failed(log, fault);
        }
    }
}
