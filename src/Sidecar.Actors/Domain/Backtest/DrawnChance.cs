using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Backtest;

using static CooldownEvents.V1;

/// <summary>Computes the random number that jittered a rest from the resulting rest; if it cannot be determined, a number that is the
/// same in every replay.</summary>
internal static class DrawnChance
{
    /// <param name="decide">The backend's decision as a function of the random number.</param>
    /// <param name="recorded">The recorded decision.</param>
    /// <param name="jitter">The policy's jitter.</param>
    /// <param name="of">A name for the decision, from which a substitute number is derived.</param>
    public static double Of(
        Func<double, IReadOnlyList<IBackendEvent>> decide, IReadOnlyList<IBackendEvent> recorded, double jitter, string of)
    {
        if (!recorded.Any(e => e is CooldownStarted or CooldownExtended))
            // A rest that would have ended no later than the present one produced no event; a random number of 0 is the most likely to do
            // so too.
            return decide(Any(of)).SequenceEqual(recorded) ? Any(of) : 0;
        if (jitter <= 0 || decide(0).SequenceEqual(recorded))
            return 0;
        foreach (var (longest, drawn) in decide(1).Zip(recorded))
        {
            if (UntilOf(longest) is not { } most || UntilOf(drawn) is not { } until || most <= drawn.At)
                continue;
            var rest = (most - longest.At) / (1 + jitter);
            var chance = ((until - drawn.At) / rest - 1) / jitter;
            // Ticks are integers and a rest is rounded to one, so the neighbouring ticks are tried too.
            var tick = 1 / (rest.Ticks * jitter);
            foreach (var step in (double[])[0, 0.25, -0.25, 0.5, -0.5, 1, -1, 2, -2])
                if (Math.Clamp(chance + (step * tick), 0, 1) is var tried && decide(tried).SequenceEqual(recorded))
                    return tried;
            return Math.Clamp(chance, 0, 1);
        }
        return Any(of);
    }

    /// <summary>A number in [0, 1) derived from a name.</summary>
    public static double Any(string name)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in name)
            hash = (hash ^ c) * 1_099_511_628_211UL;
        return new Walk.Chance(hash).Next();
    }

    private static DateTimeOffset? UntilOf(IBackendEvent happened) => happened switch
    {
        CooldownStarted e => e.Until,
        CooldownExtended e => e.Until,
        _ => null,
    };
}
