using Sidecar.Domain.Walk;

namespace Sidecar;

/// <summary>Holds requests until the actors are there and every backend knows its rests. Opened once; from then on it costs a
/// read.</summary>
internal sealed class RequestGate
{
    private readonly TaskCompletionSource<bool> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SidecarActors? _actors;
    private volatile Exception? _fault;

    /// <summary>Whom requests are told; null while the gate is closed.</summary>
    public SidecarActors? Actors => _actors;

    /// <summary>Why Sidecar cannot go on, where that is so.</summary>
    public Exception? Fault => _fault;

    /// <summary>Tells whether it was opened, as soon as it was, or was closed for good.</summary>
    public Task<bool> WhenDecided => _decided.Task;

    /// <summary>The same, for those who can wait a moment for it to open.</summary>
    public async Task<SidecarActors?> ActorsWithin(TimeSpan bound)
    {
        await ((Task)_decided.Task.WaitAsync(bound)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _actors;
    }

    public void Open(SidecarActors actors)
    {
        _actors = actors;
        _decided.TrySetResult(true);
    }

    /// <summary>For good, unless it is open.</summary>
    /// <param name="fault">Null when Sidecar is told to end.</param>
    public void Close(Exception? fault)
    {
        _fault ??= fault;
        _decided.TrySetResult(false);
    }

    /// <summary>Waits for it to open: null, or what a request is told that found it closed for as long as it could wait.</summary>
    public async Task<Refusal?> WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken clientGone)
    {
        try
        {
            var isOpen = await _decided.Task.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, clientGone);
            return isOpen ? null : Refusals.ShuttingDown;
        }
        catch (TimeoutException)
        {
            return Refusals.AllPoolsExhausted(retryAfterSeconds: 1, "Sidecar was still starting");
        }
    }
}
