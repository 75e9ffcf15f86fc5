namespace Sidecar.Domain.Limits;

/// <summary>Weighs the kinds of limit against each other by what was refused and admitted.</summary>
/// <remarks>
/// A refusal tells for each kind by which something was present: not more than that. An admission with as much present, later, contradicts
/// it for that kind.
/// Kinds that explain about as many of the last refusals as the best one count. Refusals that no kind explains come by chance; where they
/// are many, single ones are not believed.
/// </remarks>
internal sealed partial class LimitEvidence(StartHistory history)
{
    private const int MostRefusals = 24;

    /// <summary>The weight of a refusal where more was admitted before: the limit fell, or it was chance.</summary>
    private const float Surprising = 0.5f;

    private static readonly int Kinds = LimitKind.All.Count;

    private readonly List<LimitRefusal> _refusals = [];
    private readonly long[] _most = new long[Kinds];
    private readonly long[] _bold = new long[Kinds];
    private readonly long[] _sure = new long[Kinds];
    private readonly double[] _explains = new double[Kinds];
    private readonly int[] _counting = new int[Kinds];
    private int _count;
    private int _mostAtOnce;
    private long _admitted;
    private TimeSpan? _lastHint;
    private int _sameHints;

    public bool IsEmpty => _refusals.Count == 0;

    /// <summary>When the last refusal was heard of; 0 without one.</summary>
    public long LastHeard => _refusals.Count > 0 ? _refusals[^1].Heard : 0;

    /// <summary>So many refusals in a row are more than chance: 1 where none comes by chance.</summary>
    public int Believed { get; private set; } = 1;

    /// <summary>Some limit is known that explains the last refusal.</summary>
    public bool ExplainsLast
    {
        get
        {
            for (var i = 0; i < _count; i++)
                if (_refusals[^1].Weight(_counting[i]) > 0)
                    return true;
            return false;
        }
    }

    /// <summary>The kind that explains most; null before two refusals agree, or one that came amid many admissions.</summary>
    public LearnedLimit? Best { get; private set; }

    /// <summary>What was learnt before a restart.</summary>
    public void Restore(LearnedLimit limit)
    {
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (LimitKind.All[kind] != limit.Kind)
                continue;
            foreach (var at in limit.Refusals)
            {
                var refusal = new LimitRefusal(at.UtcTicks, at.UtcTicks, 0);
                refusal.Tell(kind, limit.Kind.Measure == LimitMeasure.Bucket ? limit.Number * 1000 : limit.Number, 1);
                Add(refusal);
            }
        }
        Weigh();
    }

    /// <summary>An attempt was admitted.</summary>
    /// <returns>Something that held back is contradicted.</returns>
    public bool Admit(LearnedStart start)
    {
        _mostAtOnce = Math.Max(_mostAtOnce, start.Others);
        _admitted++;
        if (IsEmpty)
            return false;
        var (changed, before) = (false, _count > 0 ? _explains[_counting[0]] : 0);
        for (var kind = 0; kind < Kinds; kind++)
        {
            // A bucket is a long sum: not for a kind of which no refusal tells.
            var isBucket = LimitKind.All[kind].Measure == LimitMeasure.Bucket;
            if (isBucket && _explains[kind] == 0)
                continue;
            var present = Present(kind, start);
            if (isBucket)
                present -= LimitForecast.Inexact(LimitKind.All[kind], present);
            _most[kind] = Math.Max(_most[kind], present);
            foreach (var refusal in _refusals)
            {
                if (refusal.Weight(kind) == 0 || refusal.Present(kind) > present || refusal.At > start.At)
                    continue;
                refusal.Contradict(kind);
                changed = true;
            }
        }
        if (changed)
            Weigh();
        return changed && (_count == 0 || _explains[_counting[0]] < before);
    }

    /// <summary>An attempt was refused; it still stands in the history.</summary>
    public void Refuse(LearnedStart start, long heard, LimitHint hint)
    {
        if (IsEmpty)
            RecallMost(start.At - 1);
        // One burst is one refusal: what was sent before the first answer to it says nothing new but by a lower number.
        var former = start.At <= LastHeard ? _refusals[^1] : null;
        var refusal = former ?? new LimitRefusal(start.At, heard, _admitted);
        for (var kind = 0; kind < Kinds; kind++)
        {
            var present = Present(kind, start);
            // What is not used at all refuses nobody.
            if (present <= (
                LimitKind.All[kind].Measure switch { LimitMeasure.Bucket => 1000, LimitMeasure.Tokens => start.Tokens, _ => 0 }))
                continue;
            if (former is null)
                refusal.Tell(kind, present, present >= _most[kind] ? 1 : Surprising);
            else if (present < former.Present(kind) && former.Weight(kind) > 0)
                former.Tell(kind, present, former.Weight(kind));
        }
        if (former is not null)
            return;
        Compare(refusal, start, heard, hint);
        Add(refusal);
    }

    /// <summary>When the kinds that count admit a start, in UTC ticks: the boldest of them, and all of them. 0: at once;
    /// <see cref="long.MaxValue"/>: not before something ends.</summary>
    public (long Bold, long Sure) FreeAt(long now, int inFlight, long tokens)
    {
        var (bold, sure) = (_count == 0 ? 0 : long.MaxValue, 0L);
        for (var i = 0; i < _count; i++)
        {
            var kind = _counting[i];
            bold = Math.Min(bold, FreeAt(kind, _bold[kind], now, inFlight, tokens));
            sure = Math.Max(sure, FreeAt(kind, _sure[kind], now, inFlight, tokens));
        }
        return (bold, sure);
    }

    private void Add(LimitRefusal refusal)
    {
        if (_refusals.Count == MostRefusals)
            _refusals.RemoveAt(0);
        _refusals.Add(refusal);
    }

    // What was admitted before the first refusal is not asked for on the way of each request, but once, here.
    private void RecallMost(long until)
    {
        for (var kind = 0; kind < Kinds; kind++)
            _most[kind] = LimitKind.All[kind].Measure == LimitMeasure.AtOnce ? _mostAtOnce : history.MostWithin(LimitKind.All[kind], until);
    }

    private long Present(int kind, LearnedStart start) => LimitForecast.Present(LimitKind.All[kind], history, start);

    // Which kinds would have said the same. An upstream that always says the same says nothing.
    private void Compare(LimitRefusal refusal, LearnedStart start, long heard, LimitHint hint)
    {
        _sameHints = hint.RetryAfter is { } again && again == _lastHint ? _sameHints + 1 : 0;
        _lastHint = hint.RetryAfter;
        for (var kind = 0; kind < Kinds; kind++)
            if (refusal.Weight(kind) > 0
                && LimitForecast.Agrees(LimitKind.All[kind], history, start.At, refusal.Present(kind), heard, hint))
                refusal.Foretold(kind);
    }

    private long FreeAt(int kind, long limit, long now, int inFlight, long tokens) =>
        limit == long.MaxValue ? 0
            : LimitForecast.FreeAt(LimitKind.All[kind], history, LimitKind.All[kind].Measure == LimitMeasure.Bucket
            ? limit - LimitForecast.Inexact(LimitKind.All[kind], limit) : limit, now, inFlight, tokens);
}
