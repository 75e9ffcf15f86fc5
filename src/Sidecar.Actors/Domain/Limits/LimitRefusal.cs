namespace Sidecar.Domain.Limits;

/// <summary>A refusal that is remembered: what was present at it, by each kind of limit, and how far it still tells for that
/// kind.</summary>
/// <param name="at">When the refused attempt was sent, in UTC ticks.</param>
/// <param name="heard">When the refusal was heard of.</param>
/// <param name="admitted">How many attempts had been admitted by then.</param>
internal sealed class LimitRefusal(long at, long heard, long admitted)
{
    private readonly long[] _present = new long[LimitKind.All.Count];
    private readonly float[] _weight = new float[LimitKind.All.Count];
    private uint _foretold;

    public long At { get; } = at;

    public long Heard { get; } = heard;

    public long Admitted { get; } = admitted;

    /// <summary>No kind of limit explains it any more: it came by chance.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>What was present: the others, and with what counts shares the attempt itself.</summary>
    public long Present(int kind) => _present[kind];

    /// <summary>From 1, it tells for the kind, to 0, it does not.</summary>
    public float Weight(int kind) => _weight[kind];

    public void Tell(int kind, long present, float weight) => (_present[kind], _weight[kind]) = (present, weight);

    /// <summary>An admission with as much present contradicts it: once may be a matter of some ms, twice is not.</summary>
    public void Contradict(int kind)
    {
        _weight[kind] = _weight[kind] == 1 ? 0.4f : 0;
        IsContradicted = Array.TrueForAll(_weight, static w => w == 0);
    }

    /// <summary>A limit of this kind would have said what the refusal said.</summary>
    public void Foretold(int kind) => _foretold |= 1u << kind;

    /// <summary>Some kind would have said what the refusal said, but not this one.</summary>
    public bool Disagrees(int kind) => _foretold != 0 && (_foretold & (1u << kind)) == 0;
}
