using Microsoft.Data.Sqlite;
using Sidecar.Dispatching;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Hosting;

/// <summary>Chains the journal's events while the server runs, within a second after they are written; the last ones after the actors
/// have ended.</summary>
internal sealed class EventChaining(
    string path, LedgerRetention retention, IHostApplicationLifetime host, TimeProvider time, ILogger<EventChaining> log)
        : BackgroundService
{
    private const int EventsPerCheckpoint = 1_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    // The start and the first requests should not share the processors with work that can wait.
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(3);

    // Writers of the journal wait while links are stored: catching up with a long history must leave them most of the time.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    private EventChainer? _chainer;
    private DateTimeOffset _nextCheckpoint;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (retention.Chain && host.ApplicationStarted.IsCancellationRequested)
            await OwnThread.Run(Finish);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!retention.Chain)
            return;
        // When the application has started, the files are ready.
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStarted))
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(AfterStart, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _nextCheckpoint = time.GetUtcNow() + CheckpointEvery;
        while (!stoppingToken.IsCancellationRequested)
            await Task.Delay(await OwnThread.Run(Chain), time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan Chain()
    {
        try
        {
            _chainer ??= new EventChainer(path, retention.Key);
            var isMore = _chainer.ChainSome();
            if (_chainer.Unmarked >= EventsPerCheckpoint || time.GetUtcNow() >= _nextCheckpoint)
            {
                Checkpoint(_chainer);
                _nextCheckpoint = time.GetUtcNow() + CheckpointEvery;
            }
            return isMore ? Breath : Look;
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            // Nothing is lost: the next chainer continues where the file ends.
            ChainLog.EventsNotChained(log, AfterFault, fault);
            Close();
            return AfterFault;
        }
    }

    private void Finish()
    {
        try
        {
            _chainer ??= new EventChainer(path, retention.Key);
            // A long history that is still being chained must not delay the end.
            for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < LongestFinish && _chainer.ChainSome();)
                continue;
            Checkpoint(_chainer);
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            ChainLog.EventsLeft(log, fault);
        }
        Close();
    }

    private void Checkpoint(EventChainer chainer)
    {
        chainer.Checkpoint(time.GetUtcNow());
        try
        {
            retention.Witness?.Tell(path, time.GetUtcNow());
        }
        catch (WitnessException fault)
        {
            ChainLog.WitnessNotTold(log, fault);
        }
    }

    private void Close()
    {
        _chainer?.Dispose();
        _chainer = null;
    }
}
