using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Forecast;

/// <summary>A kind of limit as an upstream may count by it.</summary>
/// <param name="Place">The kind's, in <see cref="LimitKind.All"/>.</param>
/// <param name="Phase">By how much the windows of its clock begin after those of ours.</param>
/// <param name="Lag">How long it takes an attempt for one in flight whose end was seen here: there it ends a little later.</param>
internal readonly record struct LimitGuess(int Place, long Phase = 0, long Lag = 0)
{
    // The clock of a window is found by few instants: those at which it was said to end, and those at which it had ended.
    private const int MostPhases = 24;

    private static readonly long[] Lags = [0, 10 * TimeSpan.TicksPerMillisecond, 40 * TimeSpan.TicksPerMillisecond];

    public LimitKind Kind => LimitKind.All[Place];

    /// <summary>All that are weighed for what was recorded.</summary>
    public static IReadOnlyList<LimitGuess> For(IReadOnlyList<Evidence> evidence) => [.. Enumerable.Range(0, LimitKind.All.Count)
        .SelectMany(place => LimitKind.All[place].Measure switch
        {
            LimitMeasure.ByClock => PhasesOf(LimitKind.All[place].Window.Ticks, evidence).Select(phase => new LimitGuess(place, phase)),
            LimitMeasure.AtOnce => Lags.Select(lag => new LimitGuess(place, Lag: lag)),
            _ => [new LimitGuess(place)],
        })];

    private static IEnumerable<long> PhasesOf(long window, IReadOnlyList<Evidence> evidence)
    {
        var all = new SortedSet<long> { 0 };
        for (var i = 0; i < evidence.Count; i++)
        {
            if (!evidence[i].IsRefused)
                continue;
            if (evidence[i].RetryAfterMs is { } asked and > 0 && asked * TimeSpan.TicksPerMillisecond <= window + TimeSpan.TicksPerSecond)
                all.Add(((evidence[i].SentAt + evidence[i].Head).UtcTicks + (asked * TimeSpan.TicksPerMillisecond)) % window);
            if (i + 1 < evidence.Count && evidence[i + 1].IsAdmitted)
                all.Add(evidence[i + 1].SentAt.UtcTicks % window);
        }
        var phases = all.ToArray();
        return phases.Length <= MostPhases ? phases
            : Enumerable.Range(0, MostPhases).Select(i => phases[i * phases.Length / MostPhases]);
    }
}
