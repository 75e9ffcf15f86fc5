using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>An upstream that would have done what is recorded of one: it answers calls that were never made.</summary>
/// <param name="habits">How it answers.</param>
/// <param name="limits">As they were drawn.</param>
/// <param name="spells">When it failed; null: never.</param>
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

/// <summary>What a call that was never made is held to have come to.</summary>
/// <param name="Like">As this.</param>
/// <param name="Limit">Under which it is in flight until its end; null: it was not let through.</param>
/// <param name="IsKnown">The record tells of such calls.</param>
internal sealed record SimulatedReply(Evidence Like, SimulatedLimit? Limit, bool IsKnown);
