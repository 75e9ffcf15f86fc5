using System.IO.Pipelines;
using Sidecar.Domain.Attempts;

namespace Sidecar.Relay;

/// <summary>Ends a flush when the client has read nothing for <see cref="RelaySettings.ClientStall"/>.</summary>
/// <remarks>The timer is created by the first flush that has to wait: most clients never cause one.</remarks>
internal sealed class ClientStall(PipeWriter client, RelaySettings settings) : IDisposable
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Stalled = 2;

    private ITimer? _timer;
    private int _state;

    /// <summary>A flush has to wait.</summary>
    public void Begin()
    {
        if (settings.ClientStall <= TimeSpan.Zero)
            return;
        Volatile.Write(ref _state, Waiting);
        if (_timer is null)
            _timer = settings.Time.CreateTimer(
                static s => ((ClientStall)s!).GiveUp(), this, settings.ClientStall, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(settings.ClientStall, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The wait is over. True: because the client took too long.</summary>
    public bool End()
    {
        if (Interlocked.Exchange(ref _state, Idle) == Stalled)
            return true;
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return false;
    }

    /// <summary>Flushes what was written. Null: the client took it.</summary>
    public async ValueTask<RelayOutcome?> FlushAsync(CancellationToken clientGone)
    {
        var flush = client.FlushAsync(clientGone);
        if (flush.IsCompletedSuccessfully)
            return IsTaken(await flush) ? null : RelayOutcome.ClientGone;
        Begin();
        var isTaken = IsTaken(await flush);
        return End() ? RelayOutcome.ClientStalled : isTaken ? null : RelayOutcome.ClientGone;
    }

    public void Dispose() => _timer?.Dispose();

    private static bool IsTaken(FlushResult result) => result is { IsCompleted: false, IsCanceled: false };

    private void GiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, Stalled, Waiting) == Waiting)
            client.CancelPendingFlush();
    }
}
