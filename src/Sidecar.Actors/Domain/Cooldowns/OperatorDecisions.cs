namespace Sidecar.Domain.Cooldowns;

using static CooldownEvents.V1;

/// <summary>Decides what an operator's command does to a backend's rests. Nothing else may shorten a rest.</summary>
internal static class OperatorDecisions
{
    /// <summary>Makes the backend rest for exactly this long from now. The streak stays, because what the upstream said about its limits is
    /// still true.</summary>
    public static IReadOnlyList<IBackendEvent> Cool(BackendState state, string? model, TimeSpan length, DateTimeOffset now, Cause cause) =>
        [new CooldownStarted(now, model, CooldownReason.Operator, now + length, state.Rest(model).Streak, state.Failures, cause)];

    /// <summary>Ends the rests of the whole backend and of all models, or of one model; no events if nothing rests.</summary>
    public static IReadOnlyList<IBackendEvent> EndRests(BackendState state, string? model, DateTimeOffset now, Cause cause) =>
        model is not null
            ? [.. EndRest(state, model, now, cause), .. TakeIn(state, [model], now, cause)]
            : [.. state.Models.Keys.Prepend(null).SelectMany(each => EndRest(state, each, now, cause)),
                .. TakeIn(state, state.Absent.Until.Keys, now, cause)];

    // A model that is left out until now is no longer left out.
    private static IEnumerable<IBackendEvent> TakeIn(BackendState state, IEnumerable<string> models, DateTimeOffset now, Cause cause) =>
        models.Where(model => state.LacksModel(model, now)).Select(model => new ModelLeftOut(now, model, now, cause));

    /// <summary>Whether an operator caused the event, not an upstream.</summary>
    public static bool IsOperators(this IBackendEvent happened) => happened is CooldownEnded { ByOperator: true }
        or CooldownStarted { Reason: CooldownReason.Operator, Cause.RequestId: null };

    /// <summary>Ends one rest, without a probe.</summary>
    public static IReadOnlyList<IBackendEvent> EndRest(BackendState state, string? model, DateTimeOffset now, Cause cause) =>
        state.Rest(model).Mode == RestMode.Available ? [] : [new CooldownEnded(now, model, ByOperator: true, cause)];
}
