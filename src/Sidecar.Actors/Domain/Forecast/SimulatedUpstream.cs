using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>An upstream that behaves like the recorded one, and also answers calls that were never made.</summary>
/// <param name="habits">How it answers.</param>
/// <param name="limits">The limits that were drawn.</param>
/// <param name="spells">When it failed; null for never.</param>
internal sealed class SimulatedUpstream(AnswerHabits habits, IReadOnlyList<SimulatedLimit> limits, Spells? spells)
{
    public SimulatedReply Answer(RecordedWalk walk, DateTimeOffset now, ref Chance chance)
    {
        var draw = chance.Next();
        if (spells?.At(now) is { } bad)
            return new SimulatedReply(bad, null, true);
        var limit = limits.FirstOrDefault(each => each.IsOf(walk.Model));
        var isKnown = habits.IsKnownAt(now) && limit?.WasTried(now) != false;
        return limit?.Admits(now, walk.Request.Tokens) == false
            ? new SimulatedReply(habits.Refusal(walk, now, limit, draw), null, isKnown)
            : new SimulatedReply(habits.Answer(walk, now, draw), limit, isKnown);
    }
}

/// <summary>The assumed result of a call that was never made.</summary>
/// <param name="Like">The recorded attempt that it resembles.</param>
/// <param name="Limit">The limit that counts it as in flight until it ends; null if it was not admitted.</param>
/// <param name="IsKnown">The record contains such calls.</param>
internal sealed record SimulatedReply(Evidence Like, SimulatedLimit? Limit, bool IsKnown);
