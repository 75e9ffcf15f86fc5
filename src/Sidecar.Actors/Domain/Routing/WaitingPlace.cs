namespace Sidecar.Domain.Routing;

/// <summary>Where a waiter stands in its line. One that tried a backend and comes back gets a new place of the same ticket.</summary>
internal sealed class WaitingPlace(Waiter waiter, WaitingLine line)
{
    public static readonly IComparer<WaitingPlace> ByTicket =
        Comparer<WaitingPlace>.Create((a, b) => a.Waiter.Ticket.CompareTo(b.Waiter.Ticket));

    public Waiter Waiter { get; } = waiter;

    /// <summary>Within one client first come, first served; between clients who was served longest ago, and of whom fewer are being tried
    /// with now.</summary>
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

    /// <summary>The backend it was offered and has not answered for; null while it waits.</summary>
    public int? Tries { get; set; }

    /// <summary>It was taken out of its line: what is still noted of it elsewhere is void.</summary>
    public bool IsGone { get; set; }
}
