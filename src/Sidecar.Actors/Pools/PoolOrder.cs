using Sidecar.Domain.Routing;

namespace Sidecar.Pools;

/// <summary>Remembers the pool's actions until they are certain to be in the record, so that the record alone reproduces every
/// offer.</summary>
internal sealed class PoolOrder
{
    // In an outage thousands of requests may come and go without a single offer. The record then has a gap.
    private const int Most = 1_024;

    private readonly List<PoolStep> _steps = [];
    private readonly List<long> _replacedMeanwhile = [];
    private readonly SortedDictionary<string, long> _changedMeanwhile = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> _told = [];
    private long _first = 1;

    public void Joined(long ticket)
    {
        foreach (var version in _replacedMeanwhile)
            Add(new PoolStep(PoolStepKind.Replaced, version));
        _replacedMeanwhile.Clear();
        foreach (var (backend, events) in _changedMeanwhile)
            Add(new PoolStep(PoolStepKind.Changed, events, backend));
        _changedMeanwhile.Clear();
        Add(new PoolStep(PoolStepKind.Joined, ticket));
    }

    public void Left(long ticket, bool hasTried)
    {
        Add(new PoolStep(PoolStepKind.Left, ticket));
        if (_told.Remove(ticket, out var told) && hasTried)
            Forget(told);
    }

    public void Refused(long ticket)
    {
        Add(new PoolStep(PoolStepKind.Refused, ticket));
        if (_told.Remove(ticket, out var told))
            Forget(told);
    }

    /// <param name="isAwaited">Whether any request waits; if none does, only the last change of each backend matters.</param>
    public void Changed(string backend, long events, bool isAwaited)
    {
        if (isAwaited)
            Add(new PoolStep(PoolStepKind.Changed, events, backend));
        else
            _changedMeanwhile[backend] = events;
    }

    /// <param name="version">The version of the board with the new backends.</param>
    /// <param name="isAwaited">As above.</param>
    public void Replaced(long version, bool isAwaited)
    {
        if (isAwaited)
            Add(new PoolStep(PoolStepKind.Replaced, version));
        else
            _replacedMeanwhile.Add(version);
    }

    public PoolPlace Offered(long ticket, string backend)
    {
        Add(new PoolStep(PoolStepKind.Offered, ticket, backend));
        _told[ticket] = _first + _steps.Count;
        return new PoolPlace(_first, [.. _steps]);
    }

    private void Add(PoolStep step)
    {
        if (_steps.Count == Most)
            Forget(_first + (Most / 2));
        _steps.Add(step);
    }

    private void Forget(long before)
    {
        if (before <= _first)
            return;
        _steps.RemoveRange(0, (int)(before - _first));
        _first = before;
    }
}
