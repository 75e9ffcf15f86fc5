using Akka.Actor;

namespace Sidecar.Requests;

/// <summary>Coordinators that have ended a walk in good order and can take the next: being born and dying would cost an actor more than
/// walking a plain request does.</summary>
/// <remarks>The latest to come is the first to go, for what it last touched is still in the processor's caches.</remarks>
public sealed class IdleCoordinators
{
    // More than this were wanted at once in a burst that is over.
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

    /// <summary>Null: none is idle, or new requests are not taken any more.</summary>
    public IActorRef? Take()
    {
        lock (_gate)
            return !_isClosed && _idle.TryPop(out var coordinator) ? coordinator : null;
    }

    /// <summary>False: there are enough, and this one is to stop.</summary>
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

    /// <summary>Nobody takes one any more.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }
}
