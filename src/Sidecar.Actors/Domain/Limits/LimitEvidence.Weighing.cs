namespace Sidecar.Domain.Limits;

/// <summary>Decides which kinds count, by how many of the last refusals each explains.</summary>
internal sealed partial class LimitEvidence
{
    /// <summary>A kind counts if it explains at most this much less than the best one.</summary>
    private const double Slack = 0.9;
    /// <summary>The weight of a refusal relative to that of the next newer one.</summary>
    private const double Aging = 0.93;
    /// <summary>The share of a refusal's weight that remains for a kind that would have named another Retry-After or another
    /// number.</summary>
    private const double Unforetold = 0.4;
    /// <summary>A refusal after this many starts shows more than that the backend refuses everything.</summary>
    private const int Many = 8;

    private static readonly int Longest = LimitKind.IndexOf(LimitMeasure.Sliding, LimitKind.Longest);
    private static readonly int Minute = LimitKind.IndexOf(LimitMeasure.Sliding, TimeSpan.FromSeconds(60));

    /// <summary>Decides anew which kinds count.</summary>
    public void Weigh()
    {
        var needed = Doubt();
        var best = 0.0;
        for (var kind = 0; kind < Kinds; kind++)
        {
            Weigh(kind);
            best = Math.Max(best, _explains[kind]);
        }
        _count = 0;
        for (var kind = 0; kind < Kinds; kind++)
            if (_sure[kind] < long.MaxValue && _explains[kind] > Math.Max(best - Slack, needed))
                _counting[_count++] = kind;
        Best = FindBest();
    }

    private LearnedLimit? FindBest()
    {
        var best = -1;
        for (var i = 0; i < _count; i++)
            if (best < 0 || Likelihood(_counting[i]) > Likelihood(best))
                best = _counting[i];
        if (best < 0
            || (_explains[best] < 1 + (Aging * Unforetold) && _refusals[^1].Present(Longest) < Many
                && !IsWitnessed(_refusals[^1])))
            return null;
        var (kind, number) = (LimitKind.All[best], _sure[best]);
        number = kind.Measure switch { LimitMeasure.Bucket => number / 1000, LimitMeasure.Tokens => number - 1, _ => number };
        return new LearnedLimit(kind, Math.Max(1, number),
            [.. _refusals.Where(r => r.Weight(best) > 0).Select(static r => new DateTimeOffset(r.At, TimeSpan.Zero))]);
    }

    private static bool IsWitnessed(LimitRefusal refusal) => refusal.HasAdmitted && refusal.Witnesses >= Enough;

    // If nothing else distinguishes two kinds, a minute wins: providers use it most.
    private double Likelihood(int kind) => _explains[kind] + (kind == Minute ? 0.01 : 0);

    // Refusals that no limit explains come by chance, and more will come: then two or more in a row have to agree.
    private double Doubt()
    {
        var chance = 0;
        foreach (var refusal in _refusals)
            if (refusal.IsContradicted)
                chance++;
        var share = IsEmpty ? 0 : chance / (chance + 1.0 + _admitted - _refusals[0].Admitted);
        Believed = share < 0.02 ? 1 : share < 0.1 ? 2 : share < 0.25 ? 3 : 4;
        return chance >= 3 && share > 0.02 ? 1.2 : 0;
    }

    private void Weigh(int kind)
    {
        var (bold, sure, lowest, weight, explains, lower) = (long.MaxValue, long.MaxValue, long.MaxValue, 1.0, 0.0, 0);
        for (var i = _refusals.Count - 1; i >= 0; i--)
        {
            var refusal = _refusals[i];
            if (refusal.IsContradicted)
                continue;
            var (tells, present) = (refusal.Weight(kind), refusal.Present(kind));
            if (tells > 0)
            {
                explains += tells * weight * (refusal.Disagrees(kind) && _sameHints < 3 ? Unforetold : 1);
                if (present < _most[kind])
                    (lower, lowest) = (lower + 1, Math.Min(lowest, present));
                else
                    (sure, bold) = (Math.Min(sure, present), tells == 1 ? Math.Min(bold, present) : bold);
            }
            weight *= Aging;
        }
        // Bucket sizes are whole numbers.
        if (LimitKind.All[kind].Measure == LimitMeasure.Bucket && sure < long.MaxValue && sure / 1000 * 1000 >= _most[kind])
            (sure, bold) = (sure / 1000 * 1000, bold < long.MaxValue ? bold / 1000 * 1000 : bold);
        if (lower >= Believed)
            sure = Math.Min(sure, lowest);
        if (lower >= Believed + 2)
            bold = sure;
        (_bold[kind], _sure[kind], _explains[kind]) = (bold, sure, explains);
    }
}
