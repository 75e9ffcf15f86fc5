using Sidecar.Domain.Recordings;

namespace Sidecar.Domain.Forecast;

/// <summary>Forecasts how the recorded requests would have fared under another policy.</summary>
public sealed class Forecaster
{
    /// <summary>The number of simulations of each policy. Nine of ten further simulations would lie between the second lowest and the
    /// second highest of this many.</summary>
    public const int Runs = 39;

    // With more requests than this, half as many simulations are run, and nine of ten lie between the lowest and the highest.
    private const int Many = 20_000;

    // If more than this share of the requests depends on guesses, there is no verdict.
    private const double Few = 0.1;

    private readonly IReadOnlyList<RecordedHistory> _histories;
    private readonly Figures _recorded;
    private readonly Lazy<List<UpstreamModel>> _upstreams;
    private readonly Lazy<Figures[]> _former;

    /// <param name="histories">One per run of the process.</param>
    public Forecaster(IReadOnlyList<RecordedHistory> histories)
    {
        (_histories, _recorded) = (histories, Sum(histories.Select(RecordedFigures.Of)));
        _upstreams = new(() => [.. histories.Select(history => new UpstreamModel(history))]);
        _former = new(() => Simulate(policy => policy));
    }

    /// <summary>The report for the policy that was in force: simply what was recorded.</summary>
    /// <param name="untold">Requests without a walk that could be replayed.</param>
    public ForecastReport OfRecord(int untold = 0) => new(_recorded, [.. FigureNames.For([_recorded]).Select(figure =>
        new ForecastLine(figure.Name, figure.Of(_recorded), figure.Of(_recorded), figure.Of(_recorded), figure.Of(_recorded),
            Certainty.Certain))], 0, 0, untold);

    /// <param name="candidate">Derives the policy under test from the one that was in force.</param>
    /// <param name="untold">Requests without a walk that could be replayed.</param>
    public ForecastReport Of(Func<ReplayPolicy, ReplayPolicy> candidate, int untold = 0)
    {
        var (former, tested) = (_former.Value, Simulate(candidate));
        var guessed = tested.Sum(figures => (double)figures.Guessed) / Math.Max(1, tested.Sum(figures => figures.Requests));
        var figures = FigureNames.For([_recorded, .. former, .. tested]).ToList();
        var isSame = figures.All(figure => former.Select(figure.Of).SequenceEqual(tested.Select(figure.Of)));
        return new ForecastReport(_recorded, [.. figures.Select(figure => isSame
            ? Unchanged(figure.Name, figure.Of(_recorded), new Interval(tested.Select(figure.Of)))
            : Changed(figure.Name, figure.Of(_recorded), new Interval(former.Select(figure.Of)), new Interval(tested.Select(figure.Of)),
                guessed > Few ? Certainty.Unknown : Certainty.Likely))],
            tested.Length, isSame ? 0 : guessed, untold);
    }

    // The outcome would be the recorded one; the range that chance alone produces is reported as well.
    private static ForecastLine Unchanged(string name, decimal? recorded, in Interval would) => new(
        name, recorded, recorded, recorded < would.Low ? recorded : would.Low ?? recorded,
        recorded > would.High ? recorded : would.High ?? recorded, Certainty.Certain);

    // If the recorded value itself lies outside its own forecast, the forecast for another policy is no better: its range is widened.
    private ForecastLine Changed(string name, decimal? recorded, in Interval was, in Interval would, Certainty certainty)
    {
        if (would.Low is not { } low || would.High is not { } high)
            return new ForecastLine(name, recorded, null, null, null, certainty);
        low = Math.Max(0, low - (was.Low - recorded is { } above and > 0 ? above : 0));
        high += recorded - was.High is { } below and > 0 ? below : 0;
        return new ForecastLine(name, recorded, would.Middle, low,
            FigureNames.IsOfRequests(name) ? Math.Min(high, _recorded.Requests) : high, certainty);
    }

    // Every policy is simulated with the same random numbers.
    private Figures[] Simulate(Func<ReplayPolicy, ReplayPolicy> policy)
    {
        var runs = new Figures[_recorded.Requests > Many ? Runs / 2 : Runs];
        for (var run = 0; run < runs.Length; run++)
            runs[run] = Sum(_histories.Zip(_upstreams.Value, (history, upstreams) =>
                Simulation.Run(history, policy, upstreams, (ulong)run)));
        return runs;
    }

    private static Figures Sum(IEnumerable<Figures> all)
    {
        var sum = new Figures();
        foreach (var figures in all)
            sum.Add(figures);
        return sum;
    }
}
