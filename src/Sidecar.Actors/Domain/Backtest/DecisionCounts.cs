using Sidecar.Domain.Recordings;

namespace Sidecar.Domain.Backtest;

/// <summary>The kinds of decision that a replay checks.</summary>
public enum DecisionKind
{
    /// <summary>Which backend Routing asks next.</summary>
    Pick,

    /// <summary>Whether a backend grants a lease, until when it refuses, and whether it is a probe.</summary>
    Lease,

    /// <summary>How an answer changes its backend: every event with all its fields.</summary>
    Outcome,

    /// <summary>Which rests a timer ends.</summary>
    Expiry,

    /// <summary>Whether the queue has room, and when a wait is over.</summary>
    Wait,

    /// <summary>Which waiter is offered a backend.</summary>
    Offer,

    /// <summary>Which backends an emergency round asks, and in what order.</summary>
    Round,

    /// <summary>What a walk does next.</summary>
    Move,

    /// <summary>What the client gets in the end.</summary>
    End,

    /// <summary>The order of events; counted only where the record contradicts itself.</summary>
    Order,
}

/// <summary>How often decisions of one kind came out as recorded when they were recomputed under the policy that was in force.</summary>
/// <param name="Same">Exactly as recorded.</param>
/// <param name="Tied">As recorded, if simultaneous events happened in one of the possible orders; the record does not say in which they
/// did.</param>
/// <param name="Different">Not as recorded.</param>
/// <param name="Unknown">Cannot be checked, because something that the decision was based on is missing from the record.</param>
public readonly record struct DecisionCount(int Same, int Tied, int Different, int Unknown)
{
    public int Total => Same + Tied + Different + Unknown;

    internal DecisionCount Plus(Finding finding) => finding switch
    {
        Finding.Same => this with { Same = Same + 1 },
        Finding.Tied => this with { Tied = Tied + 1 },
        Finding.Different => this with { Different = Different + 1 },
        _ => this with { Unknown = Unknown + 1 },
    };
}

/// <summary>The result of recomputing one decision.</summary>
internal enum Finding
{
    Same,
    Tied,
    Different,
    Unknown,
}

/// <summary>The counts for all kinds, and a description of the first differences.</summary>
public sealed class DecisionCounts
{
    private const int MostTold = 20;

    private readonly SortedDictionary<DecisionKind, DecisionCount> _counts = [];
    private readonly List<string> _differences = [];

    public IReadOnlyDictionary<DecisionKind, DecisionCount> ByKind => _counts;

    public IReadOnlyList<string> Differences => _differences;

    public int Total => _counts.Values.Sum(c => c.Total);

    public int Different => _counts.Values.Sum(c => c.Different);

    public int Tied => _counts.Values.Sum(c => c.Tied);

    public int Unknown => _counts.Values.Sum(c => c.Unknown);

    /// <param name="otherwise">The finding to count if the decision is not the same.</param>
    internal void Compare(
        DecisionKind kind, bool isSame, Step step, Func<string> difference, Finding otherwise = Finding.Different)
    {
        if (!step.IsCounted)
            return;
        Add(kind, step, isSame ? Finding.Same : otherwise);
        if (!isSame && otherwise == Finding.Different && _differences.Count < MostTold)
            _differences.Add($"{kind} of {step.Walk?.RequestId ?? step.Backend} at {step.At:O}: {difference()}");
    }

    internal void Add(DecisionKind kind, Step step, Finding finding)
    {
        if (step.IsCounted)
            _counts[kind] = Of(kind).Plus(finding);
    }

    internal void AddContradictions(int count)
    {
        if (count == 0)
            return;
        _counts[DecisionKind.Order] = Of(DecisionKind.Order) with { Different = Of(DecisionKind.Order).Different + count };
        _differences.Add(
            $"{count} steps come both before and after another step: the record was altered, or its parts come from different runs");
    }

    private DecisionCount Of(DecisionKind kind) => _counts.GetValueOrDefault(kind);
}
