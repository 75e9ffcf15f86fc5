namespace Sidecar.Http;

/// <summary>Ends an attempt when its stage takes too long, when the walk's deadline passes, or when the client hangs up; and knows which it was.</summary>
internal sealed class AttemptTimer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _clientGone;
    private ITimer? _timer;

    public AttemptTimer(TimeProvider time, CancellationToken clientGone)
    {
        _time = time;
        _clientGone = clientGone.UnsafeRegister(static t => ((AttemptTimer)t!).Cancel(), this);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The walk's deadline was nearer than the stage's own timeout: its passing is no fault of the backend.</summary>
    public bool IsDeadline { get; private set; }

    public void Restart(TimeSpan patience, TimeSpan remaining)
    {
        IsDeadline = remaining < patience;
        var due = IsDeadline ? (remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero) : patience;
        if (_timer is null)
            _timer = _time.CreateTimer(static t => ((AttemptTimer)t!).Cancel(), this, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _clientGone.Dispose();
        _cancellation.Dispose();
    }

    private void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It fired just as the attempt ended. Disposing a timer does not wait for it, and an exception on a timer's thread would end the process.
        }
    }
}
