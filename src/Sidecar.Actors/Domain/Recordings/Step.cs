using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Recordings;

/// <summary>The kind of a <see cref="Step"/>.</summary>
internal enum StepKind
{
    /// <summary>A fact of a walk.</summary>
    Fact,

    /// <summary>A timer ended a backend's rest.</summary>
    Expired,

    /// <summary>Something that is only in the journal: its walk is not recorded, or an operator acted.</summary>
    Untold,

    /// <summary>The pool heard that a waiter left.</summary>
    Left,

    /// <summary>The pool heard that a waiter's offer was refused.</summary>
    Refused,

    /// <summary>The pool heard that a backend changed.</summary>
    Changed,

    /// <summary>The pool made an offer that came too late.</summary>
    LostOffer,

    /// <summary>The pool applied other backends, pools or aliases.</summary>
    Replaced,

    /// <summary>A backend learnt of its new definition.</summary>
    Redefined,
}

/// <summary>What the backend's own order says about a step without events.</summary>
internal enum Placing
{
    /// <summary>It has its place.</summary>
    Known,

    /// <summary>It has none, so it met a state that a success could not change.</summary>
    Clean,

    /// <summary>Nothing recorded after it shows its place.</summary>
    Open,
}

/// <summary>One step of the record: what it is, and which steps must come before it.</summary>
internal sealed class Step(StepKind kind, DateTimeOffset at)
{
    public StepKind Kind { get; } = kind;

    /// <summary>By the journal's clock if it has events, otherwise by the fact's.</summary>
    public DateTimeOffset At { get; set; } = at;

    public RecordedWalk? Walk { get; init; }

    public StoredFact? Fact { get; init; }

    /// <summary>The backend whose state it may read or change, or about which the pool heard; null for none.</summary>
    public string? Backend { get; init; }

    /// <summary>For a lease: the number of its attempt. For an answer or an end: the number of the attempt.</summary>
    public int Attempt { get; init; }

    /// <summary>For an answer or an end: the lease of the attempt. For a refusal that the pool heard of: the refused one.</summary>
    public Step? Lease { get; init; }

    /// <summary>The attempt's answer, for an end.</summary>
    public StoredFact? Answer { get; init; }

    /// <summary>The attempt's lease is returned with it.</summary>
    public bool Returns { get; init; }

    /// <summary>For a step of the pool: the waiter's ticket.</summary>
    public long Ticket { get; init; }

    /// <summary>For a waiter that left: whether it left with a lease.</summary>
    public bool IsServed { get; init; }

    /// <summary>For a lease: how many events were in the state from which it was answered.</summary>
    public long Version { get; set; }

    /// <summary>For a change that the pool heard of: how many events it included in all.</summary>
    public long Heard { get; init; }

    /// <summary>For a policy change: the number of that change in the run.</summary>
    public int Change { get; init; }

    /// <summary>The first of its events in its backend's journal; their number follows.</summary>
    public int FirstEvent { get; set; } = -1;

    public int Events { get; set; }

    public Placing Placing { get; set; } = Placing.Open;

    /// <summary>Something on which it depends is missing in the record.</summary>
    public bool IsBehindGap { get; set; }

    /// <summary>For a lease: it met events that are not in the journal, because a kill kept them from the disk.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>For a lease: it met all events there are, and nothing behind it tells whether it had events of its own.</summary>
    public bool MayBeCut { get; set; }

    /// <summary>It lies in the requested range.</summary>
    public bool IsCounted { get; set; } = true;

    /// <summary>The steps that must come before it.</summary>
    public List<Step> After { get; } = new(2);
}
