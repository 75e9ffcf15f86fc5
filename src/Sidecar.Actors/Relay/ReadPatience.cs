namespace Sidecar.Relay;

/// <summary>Bounds each read of an upstream's body by the idle timeout and by the client's presence, and remembers which of them ended it.</summary>
internal sealed class ReadPatience : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationToken _clientGone;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeSpan _idle;
    private readonly ITimer _timer;
    private volatile bool _timedOut;

    public ReadPatience(RelaySettings settings, CancellationToken clientGone)
    {
        (_idle, _clientGone) = (settings.Idle, clientGone);
        _registration = clientGone.UnsafeRegister(static r => ((ReadPatience)r!).Cancel(), this);
        _timer = settings.Time.CreateTimer(static r => ((ReadPatience)r!).TimeOut(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The kind of what went wrong, for the log.</summary>
    public string? FailureName { get; private set; }

    public RelayOutcome OutcomeOfFailure =>
        _clientGone.IsCancellationRequested ? RelayOutcome.ClientGone : _timedOut ? RelayOutcome.UpstreamStalled : RelayOutcome.UpstreamBroke;

    public void Start() => _timer.Change(_idle, Timeout.InfiniteTimeSpan);

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Fail(Exception exception) => FailureName = _timedOut ? "silent for longer than timeout" : exception.GetType().Name;

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The relay ended meanwhile. Disposing a timer does not wait for it, and an exception on a timer's thread would end the process.
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
        _cancellation.Dispose();
    }

    private void TimeOut()
    {
        _timedOut = true;
        Cancel();
    }
}
