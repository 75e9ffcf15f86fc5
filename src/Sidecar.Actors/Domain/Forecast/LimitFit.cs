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

    // How many guesses share a kind: together they are no likelier than another kind.
    private readonly int[] _sharing = new int[LimitKind.All.Count];

    private readonly LimitCounts _counts;
    private readonly List<Range> _ranges = [];

    /// <param name="evidence">The attempts that share a limit, in the order in which they were sent.</param>
    /// <param name="before">Requests that were started before the record begins.</param>
    /// <param name="rpm">The limit that the operator configured; 0 means none.</param>
    public LimitFit(IReadOnlyList<Evidence> evidence, PastStarts before, int rpm)
    {
        _counts = new LimitCounts(evidence, before);
        foreach (var guess in _counts.Guesses)
            _sharing[guess.Place]++;
        var minute = GuessAt(Minute);
        Seen = (MostAdmitted(minute), MostAdmitted(GuessAt(AtOnce)));
        var refused = evidence.Count(e => e.IsRefused);
        _ranges.Add(new Range(-1, 0, 0, None - (Error * refused)));
        for (var guess = 0; guess < _counts.Guesses.Count; guess++)
            if (refused > 0)
                Weigh(guess);
            else if (_counts.Guesses[guess] is { Kind.Measure: LimitMeasure.AtOnce or LimitMeasure.Sliding, Lag: 0 } untried
                && IsUsual(untried.Kind) && MostAdmitted(guess) is var most and > 0)
                // No request has reached the limit yet: it may lie just above what was admitted, or anywhere.
                _ranges.Add(new Range(guess, most, (3 * most) + 3, None));
        if (refused == 0 && rpm > MostAdmitted(minute))
            _ranges.Add(new Range(minute, rpm - 1, rpm, None + Told));
        var best = _ranges.Max(range => range.Weight);
        for (var i = 0; i < _ranges.Count; i++)
            _ranges[i] = _ranges[i] with { Weight = Math.Exp(_ranges[i].Weight - best) };
    }

    /// <summary>The most requests that were admitted within a minute, and at once.</summary>
    public (long Minute, long AtOnce) Seen { get; }

    /// <summary>Whether a limit of this kind would have named the Retry-Afters that were recorded.</summary>
    public bool TellsTimes(DrawnLimit limit) => _counts.TellsTimes(limit.Guess);

    /// <summary>How the limit counts.</summary>
    public LimitGuess GuessOf(DrawnLimit limit) => _counts.Guesses[limit.Guess];

    /// <summary>The most that was ever present, by each guess, where it was let through.</summary>
    public long MostAdmitted(int guess) => _counts.Admitted(guess).DefaultIfEmpty().Max();

    /// <summary>Whether this limit would have refused the attempt that was refused here.</summary>
    public bool Explains(DrawnLimit limit, int evidence) => limit.IsKnown && _counts.Present(limit.Guess, evidence) >= limit.Least;

    /// <summary>Draws one of the possible limits; likely ones are drawn more often.</summary>
    public DrawnLimit Draw(double which, double where)
    {
        var left = which * _ranges.Sum(range => range.Weight);
        foreach (var range in _ranges)
            if ((left -= range.Weight) <= 0)
                return new DrawnLimit(range.Guess, range.Guess >= 0 && _counts.Guesses[range.Guess].Kind.Measure == LimitMeasure.Bucket
                    ? (range.UpTo / 1000 * 1000) + 1
                    : range.Above + Math.Max(1, (long)Math.Ceiling(where * (range.UpTo - range.Above))));
        return new DrawnLimit(-1, 0);
    }

    // All numbers between two recorded counts explain the record equally well.
    private void Weigh(int guess)
    {
        var (place, kind) = (_counts.Guesses[guess].Place, _counts.Guesses[guess].Kind);
        var (admitted, refused) = (_counts.Admitted(guess).Order().ToList(), _counts.Refused(guess).Order().ToList());
        // A limit of which nothing is used refuses nothing.
        var above = kind.Measure == LimitMeasure.Bucket ? 1000L : 0;
        foreach (var upTo in admitted.Concat(refused).Distinct().Where(present => present > above).Order().ToList())
        {
            var errors = admitted.Count - FirstFrom(admitted, upTo) + FirstFrom(refused, above + 1);
            if (errors < refused.Count && Numbers(kind, above, upTo) is var prior and > double.NegativeInfinity)
                _ranges.Add(new Range(guess, above, upTo, prior - Math.Log(_sharing[place]) - (Error * errors)
                    - (Unforetold * _counts.Unforetold(guess))));
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

    // The one of a kind whose windows begin with ours, and whose ends are seen at once.
    private int GuessAt(int place)
    {
        for (var guess = 0; ; guess++)
            if (_counts.Guesses[guess] == new LimitGuess(place))
                return guess;
    }

    private readonly record struct Range(int Guess, long Above, long UpTo, double Weight);
}

/// <summary>A limit that an upstream may have.</summary>
/// <param name="Guess">Its place among the guesses of its fit; negative: none.</param>
/// <param name="Least">By how much being present it refuses.</param>
internal readonly record struct DrawnLimit(int Guess, long Least)
{
    public bool IsKnown => Guess >= 0;
}
