namespace Sidecar.Domain.Limits;

/// <summary>Keeps the tokens of any window of 60 s within <see cref="Limit"/>: estimated when an attempt starts, corrected when its usage
/// is known. A limit of 0 allows everything.</summary>
internal sealed class TokenWindow(long limit)
{
    private readonly LinkedList<Spending> _spent = new();
    private readonly Dictionary<LeaseKey, LinkedListNode<Spending>> _unsettled = [];
    private long _sum;

    /// <summary>May change at any time; tokens are remembered only while there is a limit.</summary>
    public long Limit { get; set; } = limit;

    /// <summary>The earliest instant at which <paramref name="tokens"/> are allowed: <paramref name="now"/> or later.</summary>
    /// <remarks>More tokens than the limit itself are allowed alone, in an empty window: otherwise such a request could never be
    /// served.</remarks>
    public DateTimeOffset NextAt(DateTimeOffset now, long tokens)
    {
        if (Limit == 0)
            return now;
        Forget(now);
        var free = Limit - _sum;
        for (var node = _spent.First; node is not null && free < tokens; node = node.Next)
        {
            free += node.Value.Tokens;
            if (free >= tokens || node.Next is null)
                return node.Value.At + RequestWindow.Length + RequestWindow.Guard;
        }
        return now;
    }

    /// <summary>Tokens in the window that ends now.</summary>
    public long Used(DateTimeOffset now)
    {
        Forget(now);
        return _sum;
    }

    public void Take(LeaseKey lease, DateTimeOffset now, long tokens)
    {
        if (Limit == 0)
            return;
        _unsettled[lease] = _spent.AddLast(new Spending(now, lease, tokens));
        _sum += tokens;
    }

    /// <summary>Replaces the estimate by the real usage; null keeps the estimate.</summary>
    public void Settle(LeaseKey lease, long? tokens)
    {
        if (!_unsettled.Remove(lease, out var node) || tokens is not { } used)
            return;
        _sum += used - node.Value.Tokens;
        node.Value = node.Value with { Tokens = used };
    }

    private void Forget(DateTimeOffset now)
    {
        while (_spent.First is { } oldest && now - oldest.Value.At >= RequestWindow.Length + RequestWindow.Guard)
        {
            _sum -= oldest.Value.Tokens;
            _unsettled.Remove(oldest.Value.Lease);
            _spent.RemoveFirst();
        }
    }

    private readonly record struct Spending(DateTimeOffset At, LeaseKey Lease, long Tokens);
}
