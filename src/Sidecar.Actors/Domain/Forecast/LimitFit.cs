using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Forecast;

/// <summary>Which limits would have admitted and refused what an upstream admitted and refused, and how likely each is: weighed by the
/// same kinds and counts by which limits are learnt.</summary>
internal sealed class LimitFit
{
    // Weights are logarithms. A verdict that a limit does not explain counts so much against it.
    private const double Error = 1.2;

    // And so much a time to come again that it would not have said.
    private const double Unforetold = 0.7;

    /// <summary>Before anything was seen: that there is none.</summary>
    private const double None = -3;

    /// <summary>That it is what the operator told.</summary>
    private const double Told = 1.5;

    /// <summary>That it is a kind that many providers have, or a round number.</summary>
    private const double Usual = 1;

    private static readonly int Minute = LimitKind.IndexOf(LimitMeasure.Sliding, TimeSpan.FromMinutes(1));
    private static readonly int AtOnce = LimitKind.IndexOf(LimitMeasure.AtOnce, TimeSpan.Zero);

    private readonly LimitCounts _counts;
    private readonly List<Range> _ranges = [];

    /// <param name="evidence">Of all that share a limit, in the order of sending.</param>
    /// <param name="before">What was started before.</param>
    /// <param name="rpm">The limit that the operator told; 0: none.</param>
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
                // Nobody came to it yet: it may lie just above what was let through, or anywhere.
                _ranges.Add(new Range(kind, most, (3 * most) + 3, None));
        if (refused == 0 && rpm > MostAdmitted(Minute))
            _ranges.Add(new Range(Minute, rpm - 1, rpm, None + Told));
        var best = _ranges.Max(range => range.Weight);
        for (var i = 0; i < _ranges.Count; i++)
            _ranges[i] = _ranges[i] with { Weight = Math.Exp(_ranges[i].Weight - best) };
    }

    /// <summary>The most that was let through in a minute, and at once.</summary>
    public (long Minute, long AtOnce) Seen { get; }

    /// <summary>A limit of the kind would have told the times to come again that were told.</summary>
    public bool TellsTimes(int kind) => _counts.TellsTimes(kind);

    /// <summary>The most that was ever present, by each kind, where it was let through.</summary>
    public long MostAdmitted(int kind) => _counts.Admitted(kind).DefaultIfEmpty().Max();

    /// <summary>A limit of it would have refused what was refused here.</summary>
    public bool Explains(DrawnLimit limit, int evidence) => limit.IsKnown && _counts.Present(limit.Kind, evidence) >= limit.Least;

    /// <summary>One of the limits that there may be, by how likely each is.</summary>
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

    // Between two counts that were seen all numbers explain the same.
    private void Weigh(int kind)
    {
        var (admitted, refused) = (_counts.Admitted(kind).Order().ToList(), _counts.Refused(kind).Order().ToList());
        // What is not used at all refuses nobody.
        var above = LimitKind.All[kind].Measure == LimitMeasure.Bucket ? 1000L : 0;
        foreach (var upTo in admitted.Concat(refused).Distinct().Where(present => present > above).Order().ToList())
        {
            var errors = admitted.Count - FirstFrom(admitted, upTo) + FirstFrom(refused, above + 1);
            if (errors < refused.Count && Numbers(LimitKind.All[kind], above, upTo) is var prior and > double.NegativeInfinity)
                _ranges.Add(new Range(kind, above, upTo, prior - (Error * errors) - (Unforetold * _counts.Unforetold(kind))));
            above = upTo;
        }
    }

    // How likely some number in the range is, before anything was seen: limits are whole numbers, small ones likelier than large, and round
    // ones than others.
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
/// <param name="Kind">Its place in <see cref="LimitKind.All"/>; negative: none.</param>
/// <param name="Least">By how much being present it refuses.</param>
internal readonly record struct DrawnLimit(int Kind, long Least)
{
    public bool IsKnown => Kind >= 0;
}
