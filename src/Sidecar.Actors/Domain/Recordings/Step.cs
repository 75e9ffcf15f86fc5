using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Recordings;

/// <summary>What an <see cref="Step"/> is about.</summary>
internal enum StepKind
{
    /// <summary>A fact of a walk.</summary>
    Fact,

    /// <summary>A backend's rest expired by its timer.</summary>
    Expired,

    /// <summary>Something of which only the journal tells: its walk is not in the record, or an operator acted.</summary>
    Untold,

    /// <summary>The pool heard that a waiter left.</summary>
    Left,

    /// <summary>The pool heard that a waiter was refused what it was offered.</summary>
    Refused,

    /// <summary>The pool heard that a backend changed.</summary>
    Changed,

    /// <summary>The pool made an offer that came too late.</summary>
    LostOffer,

    /// <summary>The pool put other backends, pools or aliases in force.</summary>
    Replaced,

    /// <summary>A backend heard how it is defined from now on.</summary>
    Redefined,
}

/// <summary>How the backend's own order tells of a step that brought about no event.</summary>
internal enum Placing
{
    /// <summary>It has its place.</summary>
    Known,

    /// <summary>It has none, and so met a state that a success could not change.</summary>
    Clean,

    /// <summary>Nothing that would tell its place was recorded after it.</summary>
    Open,
}

/// <summary>One step of the record: what it is, and behind which others it stands.</summary>
internal sealed class Step(StepKind kind, DateTimeOffset at)
{
    public StepKind Kind { get; } = kind;

    /// <summary>By the journal's clock where events belong to it, else by the fact's.</summary>
    public DateTimeOffset At { get; set; } = at;

    public RecordedWalk? Walk { get; init; }

    public StoredFact? Fact { get; init; }

    /// <summary>The backend whose state it may ask or change, or of which the pool heard; null for none.</summary>
    public string? Backend { get; init; }

    /// <summary>Of a lease: the number that its attempt would have. Of an answer or an end: its attempt's.</summary>
    public int Attempt { get; init; }

    /// <summary>Of an answer or an end: its attempt's lease. Of a refusal that the pool heard of: the refused one.</summary>
    public Step? Lease { get; init; }

    /// <summary>The attempt's answer, for an end.</summary>
    public StoredFact? Answer { get; init; }

    /// <summary>The attempt's lease comes back with it.</summary>
    public bool Returns { get; init; }

    /// <summary>Of a step of the pool's: the waiter's.</summary>
    public long Ticket { get; init; }

    /// <summary>Of a waiter that left: with a lease.</summary>
    public bool IsServed { get; init; }

    /// <summary>Of a lease: how many of the journal's events were behind the state that it was answered from.</summary>
    public long Version { get; set; }

    /// <summary>Of a change that the pool heard of: how many events of all were behind it.</summary>
    public long Heard { get; init; }

    /// <summary>Of another policy: which of the run's changes.</summary>
    public int Change { get; init; }

    /// <summary>The first of its events in its backend's journal, and how many there are.</summary>
    public int FirstEvent { get; set; } = -1;

    public int Events { get; set; }

    public Placing Placing { get; set; } = Placing.Open;

    /// <summary>Something that it depends on is missing in the record.</summary>
    public bool IsBehindGap { get; set; }

    /// <summary>It happened within the range that was asked about.</summary>
    public bool IsCounted { get; set; } = true;

    /// <summary>Those that must come before.</summary>
    public List<Step> After { get; } = new(2);
}
