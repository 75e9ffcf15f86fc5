using Sidecar.Domain.Walk;

namespace Sidecar.Wiring;

/// <summary>Holds requests until the actors are there and every backend knows its rests. Opened once; from then on it costs a read.</summary>
internal sealed class RequestGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SidecarActors? _actors;

    /// <summary>Whom requests are told; null while the gate is closed.</summary>
    public SidecarActors? Actors => _actors;

    /// <summary>Why it will never open, where that is a fault.</summary>
    public Exception? Fault => _opened.Task.Exception?.InnerException;

    public void Open(SidecarActors actors)
    {
        _actors = actors;
        _opened.TrySetResult();
    }

    /// <summary>For good, unless it is open.</summary>
    /// <param name="fault">Null when Sidecar is told to end.</param>
    public void Close(Exception? fault)
    {
        if (fault is null)
            _opened.TrySetCanceled();
        else
            _opened.TrySetException(fault);
    }

    /// <summary>Waits for it to open: null, or what a request is told that found it closed for as long as it could wait.</summary>
    public async Task<Refusal?> WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken clientGone)
    {
        try
        {
            await _opened.Task.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, clientGone);
            return null;
        }
        catch (TimeoutException)
        {
            return Refusals.AllPoolsExhausted(retryAfterSeconds: 1);
        }
        catch (Exception) when (_opened.Task.IsCompleted)
        {
            return Refusals.ShuttingDown;
        }
    }
}
