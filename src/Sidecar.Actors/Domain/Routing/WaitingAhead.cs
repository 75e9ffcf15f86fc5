namespace Sidecar.Domain.Routing;

/// <summary>The backends of earlier pools that serve a line's model, and from when each is open for it: while one is, no backend of a later
/// pool is offered to who may try it.</summary>
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

    /// <summary>Whether one that is open then is one that the waiter may try then.</summary>
    public bool AnyOpenTo(Waiter waiter, DateTimeOffset at)
    {
        foreach (var (backend, openAt) in _backends)
            if (openAt <= at && waiter.MayTry(backend) <= at)
                return true;
        return false;
    }
}
