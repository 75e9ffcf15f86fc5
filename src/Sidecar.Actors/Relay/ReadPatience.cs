using Sidecar.Domain.Attempts;

namespace Sidecar.Relay;

/// <summary>Limits each read of an upstream's body by the idle timeout and by the client's presence, and remembers which of them ended
/// it.</summary>
/// <remarks>
/// A read only notes when it began. The timer checks that when it fires, and continues for the time left: a stream of thousands of events
/// sets it once per idle timeout, not twice per event.
/// </remarks>
internal sealed class ReadPatience : IDisposable
{
    private const long NotReading = -1;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationToken _clientGone;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _time;
    private readonly TimeSpan _idle;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private ITimer? _untilFirstWord;
    private FirstWord _firstWord;
    private long _readingSince = NotReading;
    private bool _isArmed;
    private volatile bool _timedOut;
    private volatile bool _saidNothing;

    public ReadPatience(RelaySettings settings, CancellationToken clientGone)
    {
        (_time, _idle, _clientGone) = (settings.Time, settings.Idle, clientGone);
        _registration = clientGone.UnsafeRegister(static r => ((ReadPatience)r!).Cancel(), this);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The type of the failure, for the log.</summary>
    public string? FailureName { get; private set; }

    public RelayOutcome OutcomeOfFailure =>
        _clientGone.IsCancellationRequested ? RelayOutcome.ClientGone : _timedOut ? RelayOutcome.UpstreamStalled
            : RelayOutcome.UpstreamBroke;

    public void Start()
    {
        lock (_gate)
        {
            _readingSince = _time.GetTimestamp();
            if (!_isArmed)
                Arm(_idle);
        }
    }

    public void Stop()
    {
        lock (_gate)
            _readingSince = NotReading;
    }

    public void Fail(Exception exception) => FailureName =
        _saidNothing ? "said nothing until its time had passed" : _timedOut ? "silent for longer than timeout" : exception.GetType().Name;

    /// <summary>The answer must say something in that time, however often it shows that it lives.</summary>
    /// <param name="peeked">What has been passed on already.</param>
    public void ExpectFirstWord(TimeSpan within, bool isStream, ReadOnlySpan<byte> peeked)
    {
        _firstWord = new FirstWord(isStream);
        if (!_firstWord.IsIn(peeked))
            _untilFirstWord = _time.CreateTimer(
                static r => ((ReadPatience)r!).GiveUp(), this, within > TimeSpan.Zero ? within : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void See(ReadOnlySpan<byte> bytes)
    {
        if (_untilFirstWord is null || !_firstWord.IsIn(bytes))
            return;
        _untilFirstWord.Dispose();
        _untilFirstWord = null;
    }

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The relay has ended meanwhile. Disposing a timer does not wait for it, and an exception on a timer's thread would end the
            // process.
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer?.Dispose();
        _untilFirstWord?.Dispose();
        _cancellation.Dispose();
    }

    private void GiveUp()
    {
        (_timedOut, _saidNothing) = (true, true);
        Cancel();
    }

    private void Arm(TimeSpan due)
    {
        _isArmed = true;
        if (_timer is null)
            _timer = _time.CreateTimer(static r => ((ReadPatience)r!).Look(), this, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        lock (_gate)
        {
            _isArmed = false;
            if (_readingSince == NotReading)
                return;
            var left = _idle - _time.GetElapsedTime(_readingSince);
            if (left > TimeSpan.Zero)
            {
                Arm(left);
                return;
            }
            _timedOut = true;
        }
        Cancel();
    }
}
