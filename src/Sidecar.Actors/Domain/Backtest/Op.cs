using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>What an <see cref="Op"/> is about.</summary>
internal enum OpKind
{
    /// <summary>A fact of a walk.</summary>
    Fact,

    /// <summary>A backend's rest expired by its timer.</summary>
    Expired,

    /// <summary>Something of which only the journal tells: its walk is not in the record, or an operator acted.</summary>
    Untold,
}

/// <summary>One step of the record: what it is, and where it stands in the order of its walk and of its backend.</summary>
internal sealed class Op(OpKind kind, DateTimeOffset at)
{
    public OpKind Kind { get; } = kind;

    /// <summary>By the journal's clock where events belong to it, else by the fact's.</summary>
    public DateTimeOffset At { get; set; } = at;

    public RecordedWalk? Walk { get; init; }

    public StoredFact? Fact { get; init; }

    /// <summary>The backend whose state it may ask or change; null for none.</summary>
    public string? Backend { get; init; }

    /// <summary>Of a lease: the number that its attempt would have. Of an answer or an end: its attempt's.</summary>
    public int Attempt { get; init; }

    /// <summary>Of an answer or an end: its attempt's lease.</summary>
    public Op? Lease { get; init; }

    /// <summary>The attempt's answer, for an end.</summary>
    public StoredFact? Answer { get; init; }

    /// <summary>The attempt's lease comes back with it.</summary>
    public bool Returns { get; init; }

    /// <summary>The first of its events in its backend's journal, and how many there are.</summary>
    public int FirstEvent { get; set; } = -1;

    public int Events { get; set; }

    /// <summary>Of a lease: earlier leases of the backend are missing in the record, so that its limits are not known.</summary>
    public bool IsBehindGap { get; set; }

    /// <summary>Those that must come before.</summary>
    public Op? BeforeInWalk { get; set; }

    public Op? BeforeAtBackend { get; set; }
}
