namespace Sidecar.Domain.Routing;

/// <summary>The backends of earlier pools that serve a line's model, and when each opens. While one is open, a waiter that may try it is
/// offered no backend of a later pool.</summary>
internal sealed class WaitingAhead
{
    private readonly List<(int Backend, DateTimeOffset OpenAt)> _backends = [];

    public bool IsEmpty => _backends.Count == 0;

    public void Clear() => _backends.Clear();

    public void Add(int backend, DateTimeOffset openAt) => _backends.Add((backend, openAt));

    public bool AnyOpen(DateTimeOffset at)
    {
        foreach (var (_, openAt) in _backends)
            if (openAt <= at)
                return true;
        return false;
    }

    /// <summary>Whether a backend that is open then may be tried by the waiter.</summary>
    public bool AnyOpenTo(Waiter waiter, DateTimeOffset at)
    {
        foreach (var (backend, openAt) in _backends)
            if (openAt <= at && waiter.MayTry(backend) <= at)
                return true;
        return false;
    }
}
