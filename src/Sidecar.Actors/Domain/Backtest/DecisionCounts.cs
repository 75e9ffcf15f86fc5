using Sidecar.Domain.Recordings;

namespace Sidecar.Domain.Backtest;

/// <summary>What was decided.</summary>
public enum DecisionKind
{
    /// <summary>Which backend Routing asks next.</summary>
    Pick,

    /// <summary>Whether a backend grants a lease, until when it refuses, and whether it is a probe.</summary>
    Lease,

    /// <summary>What an answer does to its backend: every event with all its fields.</summary>
    Outcome,

    /// <summary>Which rests a timer ends.</summary>
    Expiry,

    /// <summary>Whether there is room in the queue, and when a wait is over.</summary>
    Wait,

    /// <summary>To whom a backend is offered.</summary>
    Offer,

    /// <summary>Whom an emergency round asks, in what order.</summary>
    Round,

    /// <summary>What a walk does next.</summary>
    Move,

    /// <summary>What the client is given.</summary>
    End,

    /// <summary>In what order things happened: only told where the record contradicts itself.</summary>
    Order,
}

/// <summary>How often recorded decisions of a kind came out the same when they were computed again under the policy that was in
/// force.</summary>
/// <param name="Same">Exactly as recorded.</param>
/// <param name="Tied">As recorded in one of the orders in which things of the same instant may have happened; the record does not tell in
/// which they did.</param>
/// <param name="Different">Not as recorded.</param>
/// <param name="Unknown">Something that they were made from is not in the record.</param>
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

/// <summary>What came of computing a decision again.</summary>
internal enum Finding
{
    Same,
    Tied,
    Different,
    Unknown,
}

/// <summary>The counts of all kinds, and what the first differences were.</summary>
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

    /// <param name="otherwise">What it is where it is not the same.</param>
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
            $"{count} steps stand both before and behind another: the record was altered, or parts of it are of different runs");
    }

    private DecisionCount Of(DecisionKind kind) => _counts.GetValueOrDefault(kind);
}
