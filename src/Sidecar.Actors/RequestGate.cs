using Sidecar.Domain.Walk;

namespace Sidecar;

/// <summary>Holds requests until the actors are ready and every backend knows its rests. It opens once; after that it costs only a
/// read.</summary>
internal sealed class RequestGate
{
    private readonly TaskCompletionSource<bool> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SidecarActors? _actors;
    private volatile Exception? _fault;

    /// <summary>The actors; null while the gate is closed.</summary>
    public SidecarActors? Actors => _actors;

    /// <summary>Why Sidecar cannot continue; null if it can.</summary>
    public Exception? Fault => _fault;

    /// <summary>Completes with true when it has opened, with false when it was closed for good.</summary>
    public Task<bool> WhenDecided => _decided.Task;

    /// <summary>The same, for callers that can wait a moment for it to open.</summary>
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

    /// <summary>Closes it for good, unless it is open.</summary>
    /// <param name="fault">Null if Sidecar was told to end.</param>
    public void Close(Exception? fault)
    {
        _fault ??= fault;
        _decided.TrySetResult(false);
    }

    /// <summary>Waits for it to open: null, or the refusal for a request that could wait no longer.</summary>
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
