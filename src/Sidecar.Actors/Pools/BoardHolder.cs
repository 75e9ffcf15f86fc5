using Sidecar.Domain.Routing;

namespace Sidecar.Pools;

/// <summary>The latest routing board; every request reads it without a message. Only the PoolActor writes it.</summary>
public sealed class BoardHolder(RoutingBoard first)
{
    private RoutingBoard _current = first;
    private int _waiting;

    public RoutingBoard Current => Volatile.Read(ref _current);

    /// <summary>Requests in primary-wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    internal void ShowWaiting(int count) => Volatile.Write(ref _waiting, count);

    internal void Publish(RoutingBoard board) => Volatile.Write(ref _current, board);
}
