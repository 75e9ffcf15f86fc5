namespace Sidecar.Domain.Routing;

/// <summary>A waiter's place in its line. One that tried a backend and comes back gets a new place with the same ticket.</summary>
internal sealed class WaitingPlace(Waiter waiter, WaitingLine line)
{
    public static readonly IComparer<WaitingPlace> ByTicket =
        Comparer<WaitingPlace>.Create((a, b) => a.Waiter.Ticket.CompareTo(b.Waiter.Ticket));

    public Waiter Waiter { get; } = waiter;

    /// <summary>Within one client, first come, first served; between clients, the one served longest ago, then the one with fewer waiters
    /// trying backends.</summary>
    public bool IsBefore(WaitingPlace other)
    {
        var (own, theirs) = (Line.Turn, other.Line.Turn);
        return own.Trying != theirs.Trying ? own.Trying < theirs.Trying
            : own.Served != theirs.Served ? own.Served < theirs.Served
            : Waiter.Ticket < other.Waiter.Ticket;
    }

    public WaitingLine Line { get; } = line;

    /// <summary>Backends that it may not try yet.</summary>
    public int Bars { get; set; }

    /// <summary>The backend that it was offered and has not reported on; null while it waits.</summary>
    public int? Tries { get; set; }

    /// <summary>It was taken out of its line: other references to it no longer count.</summary>
    public bool IsGone { get; set; }
}
