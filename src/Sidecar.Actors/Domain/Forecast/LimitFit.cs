using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Forecast;

/// <summary>Which limits would explain what an upstream admitted and refused, and how likely each is. The kinds and counts are those with
/// which limits are learnt.</summary>
internal sealed class LimitFit
{
    // Weights are logarithms. This is how much a verdict that a limit does not explain counts against it.
    private const double Error = 1.2;

    // How much a Retry-After that the limit would not have named counts against it.
    private const double Unforetold = 0.7;

    /// <summary>The prior weight of there being no limit.</summary>
    private const double None = -3;

    /// <summary>The extra weight of the limit that the operator configured.</summary>
    private const double Told = 1.5;

    /// <summary>The extra weight of a kind that many providers have, or of a round number.</summary>
    private const double Usual = 1;

    private static readonly int Minute = LimitKind.IndexOf(LimitMeasure.Sliding, TimeSpan.FromMinutes(1));
    private static readonly int AtOnce = LimitKind.IndexOf(LimitMeasure.AtOnce, TimeSpan.Zero);

    private readonly LimitCounts _counts;
    private readonly List<Range> _ranges = [];

    /// <param name="evidence">The attempts that share a limit, in the order in which they were sent.</param>
    /// <param name="before">Requests that were started before the record begins.</param>
    /// <param name="rpm">The limit that the operator configured; 0 means none.</param>
    public LimitFit(IReadOnlyList<Evidence> evidence, PastStarts before, int rpm)
    {
        _counts = new LimitCounts(evidence, before);
        Seen = (MostAdmitted(Minute), MostAdmitted(AtOnce));
        var refused = evidence.Count(e => e.IsRefused);
        _ranges.Add(new Range(-1, 0, 0, None - (Error * refused)));
        for (var kind = 0; kind < LimitKind.All.Count; kind++)
            if (refused > 0)
                Weigh(kind);
            else if (LimitKind.All[kind].Measure is LimitMeasure.AtOnce or LimitMeasure.Sliding && IsUsual(LimitKind.All[kind])
                && MostAdmitted(kind) is var most and > 0)
                // No request has reached the limit yet: it may lie just above what was admitted, or anywhere.
                _ranges.Add(new Range(kind, most, (3 * most) + 3, None));
        if (refused == 0 && rpm > MostAdmitted(Minute))
            _ranges.Add(new Range(Minute, rpm - 1, rpm, None + Told));
        var best = _ranges.Max(range => range.Weight);
        for (var i = 0; i < _ranges.Count; i++)
            _ranges[i] = _ranges[i] with { Weight = Math.Exp(_ranges[i].Weight - best) };
    }

    /// <summary>The most requests that were admitted within a minute, and at once.</summary>
    public (long Minute, long AtOnce) Seen { get; }

    /// <summary>Whether a limit of this kind would have named the Retry-Afters that were recorded.</summary>
    public bool TellsTimes(int kind) => _counts.TellsTimes(kind);

    /// <summary>The highest count, for this kind, at which an attempt was admitted.</summary>
    public long MostAdmitted(int kind) => _counts.Admitted(kind).DefaultIfEmpty().Max();

    /// <summary>Whether this limit would have refused the attempt that was refused here.</summary>
    public bool Explains(DrawnLimit limit, int evidence) => limit.IsKnown && _counts.Present(limit.Kind, evidence) >= limit.Least;

    /// <summary>Draws one of the possible limits; likely ones are drawn more often.</summary>
    public DrawnLimit Draw(double which, double where)
    {
        var left = which * _ranges.Sum(range => range.Weight);
        foreach (var range in _ranges)
            if ((left -= range.Weight) <= 0)
                return new DrawnLimit(range.Kind, range.Kind >= 0 && LimitKind.All[range.Kind].Measure == LimitMeasure.Bucket
                    ? (range.UpTo / 1000 * 1000) + 1
                    : range.Above + Math.Max(1, (long)Math.Ceiling(where * (range.UpTo - range.Above))));
        return new DrawnLimit(-1, 0);
    }

    // All numbers between two recorded counts explain the record equally well.
    private void Weigh(int kind)
    {
        var (admitted, refused) = (_counts.Admitted(kind).Order().ToList(), _counts.Refused(kind).Order().ToList());
        // A limit of which nothing is used refuses nothing.
        var above = LimitKind.All[kind].Measure == LimitMeasure.Bucket ? 1000L : 0;
        foreach (var upTo in admitted.Concat(refused).Distinct().Where(present => present > above).Order().ToList())
        {
            var errors = admitted.Count - FirstFrom(admitted, upTo) + FirstFrom(refused, above + 1);
            if (errors < refused.Count && Numbers(LimitKind.All[kind], above, upTo) is var prior and > double.NegativeInfinity)
                _ranges.Add(new Range(kind, above, upTo, prior - (Error * errors) - (Unforetold * _counts.Unforetold(kind))));
            above = upTo;
        }
    }

    // The prior likelihood of a number in the range: limits are whole numbers, and small or round ones are more likely.
    private static double Numbers(LimitKind kind, long above, long upTo)
    {
        var (from, to) = kind.Measure == LimitMeasure.Bucket
            ? (above / 1000, upTo / 1000) : (above, upTo);
        if (to <= from)
            return double.NegativeInfinity;
        return Math.Log(Math.Log((to + 1.0) / (from + 1.0))) + (to / 10 > from / 10 ? Usual : to / 5 > from / 5 ? Usual / 2 : 0)
            + (IsUsual(kind) ? Usual : kind.Window.TotalSeconds is 1 or 30 ? Usual / 2 : 0);
    }

    private static bool IsUsual(LimitKind kind) => kind.Measure == LimitMeasure.AtOnce
        || (kind.Measure != LimitMeasure.Tokens && kind.Window.TotalSeconds is 60 or 10);

    private static int FirstFrom(List<long> sorted, long value)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private readonly record struct Range(int Kind, long Above, long UpTo, double Weight);
}

/// <summary>A limit that an upstream may have.</summary>
/// <param name="Kind">Its index in <see cref="LimitKind.All"/>; negative if there is no limit.</param>
/// <param name="Least">The lowest count at which it refuses.</param>
internal readonly record struct DrawnLimit(int Kind, long Least)
{
    public bool IsKnown => Kind >= 0;
}
