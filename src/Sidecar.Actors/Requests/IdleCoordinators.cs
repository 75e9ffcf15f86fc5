using Akka.Actor;

namespace Sidecar.Requests;

/// <summary>Coordinators that have finished a walk normally and can take the next: creating and stopping an actor would cost more than
/// walking a plain request.</summary>
/// <remarks>Last in, first out, because its data are still in the processor's caches.</remarks>
public sealed class IdleCoordinators
{
    // More would only have been needed in a burst that is over.
    private const int Most = 1024;

    private readonly Lock _gate = new();
    private readonly Stack<IActorRef> _idle = new();
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _idle.Count;
        }
    }

    /// <summary>Null: none is idle, or no new requests are taken.</summary>
    public IActorRef? Take()
    {
        lock (_gate)
            return !_isClosed && _idle.TryPop(out var coordinator) ? coordinator : null;
    }

    /// <summary>False: there are enough, and this one should stop.</summary>
    public bool TryAdd(IActorRef coordinator)
    {
        lock (_gate)
        {
            if (_idle.Count >= Most)
                return false;
            _idle.Push(coordinator);
            return true;
        }
    }

    /// <summary>From now on none is handed out.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }
}
