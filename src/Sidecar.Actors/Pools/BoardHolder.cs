using Sidecar.Domain.Routing;

namespace Sidecar.Pools;

/// <summary>The latest routing board, read by every request without asking anyone. Written by the PoolActor alone.</summary>
public sealed class BoardHolder(RoutingBoard first)
{
    private RoutingBoard _current = first;

    public RoutingBoard Current => Volatile.Read(ref _current);

    internal void Publish(RoutingBoard board) => Volatile.Write(ref _current, board);
}
