namespace Sidecar.Domain.Limits;

/// <summary>Weighs the kinds of limit against each other, by what was refused and what was admitted.</summary>
/// <remarks>
/// A refusal speaks for each kind that counted something at that moment: the limit is no higher than that. A later admission at the same
/// count contradicts it for that kind. The kinds that count are those that explain about as many of the last refusals as the best one.
/// Refusals that no kind explains came by chance; if there are many, single refusals are not believed.
/// </remarks>
internal sealed partial class LimitEvidence(StartHistory history)
{
    private const int MostRefusals = 24;

    /// <summary>The weight of a refusal at a count below one that was admitted before: the limit fell, or it was chance.</summary>
    private const float Surprising = 0.5f;

    private static readonly int Kinds = LimitKind.All.Count;

    private readonly List<LimitRefusal> _refusals = [];
    private readonly long[] _most = new long[Kinds];
    private readonly long[] _bold = new long[Kinds];
    private readonly long[] _sure = new long[Kinds];
    private readonly double[] _explains = new double[Kinds];
    private readonly int[] _counting = new int[Kinds];
    private readonly long[] _phase = new long[Kinds];
    private int _count;
    private int _mostAtOnce;
    private long _admitted;
    private TimeSpan? _lastHint;
    private int _sameHints;

    public bool IsEmpty => _refusals.Count == 0;

    /// <summary>When the last refusal arrived; 0 if there was none.</summary>
    public long LastHeard { get; private set; }

    /// <summary>How many refusals in a row are more than chance; 1 if none comes by chance.</summary>
    public int Believed { get; private set; } = 1;

    /// <summary>Whether a known limit explains the last refusal.</summary>
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

    /// <summary>The limit that explains most; null until two refusals agree, or one came after many starts.</summary>
    public LearnedLimit? Best { get; private set; }

    /// <summary>Restores what was learnt before a restart.</summary>
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
                (_rows, LastHeard) = (_rows + 1, at.UtcTicks);
            }
        }
        Weigh();
    }

    /// <summary>An attempt was admitted.</summary>
    /// <returns>Whether a limit that held starts back is contradicted.</returns>
    public bool Admit(LearnedStart start)
    {
        _mostAtOnce = Math.Max(_mostAtOnce, start.Others);
        _admitted++;
        if (IsEmpty)
            return false;
        var isNews = Notice(start);
        var (changed, before) = (false, _count > 0 ? _explains[_counting[0]] : 0);
        for (var kind = 0; kind < Kinds; kind++)
        {
            // A bucket takes a long sum, so it is not computed for a kind that no refusal speaks for.
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
        if (changed || isNews)
            Weigh();
        return changed && (_count == 0 || _explains[_counting[0]] < before);
    }

    /// <summary>An attempt was refused; it is still in the history.</summary>
    public void Refuse(LearnedStart start, long heard, LimitHint hint)
    {
        if (IsEmpty)
            RecallMost(start.At - 1);
        // One burst counts as one refusal: attempts sent before the first refusal arrived say something new only with a lower count.
        if (start.At <= LastHeard)
        {
            Lower(_refusals[^1], start);
            return;
        }
        LastHeard = heard;
        BeginRow();
        var refusal = new LimitRefusal(start.At, heard, _admitted);
        for (var kind = 0; kind < Kinds; kind++)
            if (Present(kind, start) is var present && present > Unused(kind, start))
                refusal.Tell(kind, present, present >= _most[kind] ? 1 : Surprising);
        Compare(refusal, start, heard, hint);
        Add(refusal);
        Realign(refusal, start, heard, hint);
    }

    /// <summary>When the kinds that count admit a start, in UTC ticks: first the most generous of them, then all of them. 0 means at once,
    /// <see cref="long.MaxValue"/> not before a request ends.</summary>
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

    // What was admitted before the first refusal is computed once, here, and not for each request.
    private void RecallMost(long until)
    {
        for (var kind = 0; kind < Kinds; kind++)
            _most[kind] = LimitKind.All[kind].Measure == LimitMeasure.AtOnce ? _mostAtOnce
                : history.MostWithin(LimitKind.All[kind], until, _phase[kind]);
    }

    private long Present(int kind, LearnedStart start) => LimitForecast.Present(LimitKind.All[kind], history, start, _phase[kind]);

    // Notes which kinds would have said the same. If an upstream always says the same, it proves nothing.
    private void Compare(LimitRefusal refusal, LearnedStart start, long heard, LimitHint hint)
    {
        _sameHints = hint.RetryAfter is { } again && again == _lastHint ? _sameHints + 1 : 0;
        _lastHint = hint.RetryAfter;
        for (var kind = 0; kind < Kinds; kind++)
            if (refusal.Weight(kind) > 0
                && LimitForecast.Agrees(LimitKind.All[kind], history, start.At, refusal.Present(kind), heard, hint, _phase[kind]))
                refusal.Foretold(kind);
    }

    private long FreeAt(int kind, long limit, long now, int inFlight, long tokens) =>
        limit == long.MaxValue ? 0
            : LimitForecast.FreeAt(LimitKind.All[kind], history, LimitKind.All[kind].Measure == LimitMeasure.Bucket
            ? limit - LimitForecast.Inexact(LimitKind.All[kind], limit) : limit, now, inFlight, tokens, _phase[kind]);
}
