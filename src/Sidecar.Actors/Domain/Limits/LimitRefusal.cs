namespace Sidecar.Domain.Limits;

/// <summary>A remembered refusal: for each kind of limit, what it counted at that moment, and how much the refusal still speaks for
/// it.</summary>
/// <param name="at">When the refused attempt was sent, in UTC ticks.</param>
/// <param name="heard">When the refusal arrived.</param>
/// <param name="admitted">How many attempts had been admitted by then.</param>
internal sealed class LimitRefusal(long at, long heard, long admitted)
{
    private readonly long[] _present = new long[LimitKind.All.Count];
    private readonly float[] _weight = new float[LimitKind.All.Count];
    private uint _foretold;

    public long At { get; } = at;

    public long Heard { get; } = heard;

    public long Admitted { get; } = admitted;

    /// <summary>Whether no kind of limit explains it any more, so that it was chance.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>What agrees with it: further refusals of its burst, and what was in flight at it and was admitted.</summary>
    public int Witnesses { get; set; }

    /// <summary>Something that was in flight at it was admitted.</summary>
    public bool HasAdmitted { get; set; }

    /// <summary>What this kind counted: the other requests and, for buckets and tokens, the attempt itself.</summary>
    public long Present(int kind) => _present[kind];

    /// <summary>How much the refusal speaks for this kind of limit: from 1 (fully) to 0 (not at all).</summary>
    public float Weight(int kind) => _weight[kind];

    public void Tell(int kind, long present, float weight) => (_present[kind], _weight[kind]) = (present, weight);

    /// <summary>Takes note that as much was admitted: once may be due to a few milliseconds, twice is not.</summary>
    public void Contradict(int kind)
    {
        _weight[kind] = _weight[kind] == 1 ? 0.4f : 0;
        IsContradicted = Array.TrueForAll(_weight, static w => w == 0);
    }

    /// <summary>Takes note that a limit of this kind would have said what the refusal said.</summary>
    public void Foretold(int kind) => _foretold |= 1u << kind;

    public bool IsForetold(int kind) => (_foretold & (1u << kind)) != 0;

    /// <summary>Whether another kind would have said what the refusal said, but this one would not.</summary>
    public bool Disagrees(int kind) => _foretold != 0 && (_foretold & (1u << kind)) == 0;
}
