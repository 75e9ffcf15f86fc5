using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Says in sentences why a backend was excluded.</summary>
public static class ExclusionWords
{
    /// <param name="exclusion">The name used in a walk's facts.</param>
    /// <param name="known">The limit that was learnt or named by then.</param>
    public static string OfExclusion(string exclusion, LearnedLimit? known) => known is not null && exclusion == "limited"
        ? $"{OfExclusion(exclusion)}; known by then: {known.InWords}, {known.Evidence}" : OfExclusion(exclusion);

    /// <param name="exclusion">The name used in a walk's facts.</param>
    public static string OfExclusion(string exclusion) => exclusion switch
    {
        "disabled" => "it is disabled",
        "model" => "it does not serve the requested model",
        Exclusion.Api => "it does not speak the requested API, and the request is not translated for it (apis, translate)",
        "tried" => "it had just failed this request, or refused it a lease",
        "limited" => "its limits were used up: requests or tokens per minute, requests per day, or concurrency",
        "promised" => "a request in the queue of primary-wait could use it, and newcomers do not overtake",
        Exclusion.Probing =>
            "its rest was over and one request was probing it; no other is sent until the probe is answered",
        "credentials" => "its key had been refused; not even an emergency tries it",
        Exclusion.TooLarge => "the request was larger than what it takes, per minute or at all, and another backend can take it",
        Exclusion.ModelAbsent => "it had just said that it does not have the requested model",
        "cooling:rate_limited" => "it rested after a 429",
        "cooling:overloaded" => "it rested because it was overloaded",
        "cooling:credentials" => "it rested because its key was refused",
        "cooling:unhealthy" => "it rested after consecutive failures",
        "cooling:operator" => "an operator sent it to rest",
        _ => $"it was excluded as '{exclusion}'",
    };

    /// <summary>Says how loaded a backend was that could have been chosen.</summary>
    public static string OfLoad(int? load) => load is { } silent and >= Silence.Load
        ? FormattableString.Invariant($"{silent - Silence.Load} in flight; it had answered none of them for long, so that others go first")
        : FormattableString.Invariant($"{load} in flight");

    /// <param name="refusal">Why no lease was granted.</param>
    /// <param name="known">The limit that was learnt or named by then.</param>
    public static string OfRefusal(LeaseRefusal refusal, LearnedLimit? known) => known is not null
        && refusal is LeaseRefusal.LearnedLimit or LeaseRefusal.NamedLimit
            ? $"{OfRefusal(refusal)}: {known.InWords}, {known.Evidence}" : OfRefusal(refusal);

    public static string OfRefusal(LeaseRefusal refusal) => refusal switch
    {
        LeaseRefusal.None => "granted",
        LeaseRefusal.Disabled => OfExclusion("disabled"),
        LeaseRefusal.Cooling =>
            "it rested: this was not known yet when it was chosen, or it was chosen for an emergency and its key is refused",
        LeaseRefusal.ProbeInFlight => "one request was probing it; no other is sent meanwhile",
        LeaseRefusal.Rpm => "its requests per minute were used up",
        LeaseRefusal.NamedLimit => "its response headers had said that nothing was left of a limit",
        LeaseRefusal.Rpd => "its requests per day were used up",
        LeaseRefusal.Tpm => "its tokens per minute were used up",
        LeaseRefusal.Concurrency => "its maximum number of attempts was in flight",
        LeaseRefusal.EmergencyRpm => "its rate for emergencies was used up",
        LeaseRefusal.LearnedLimit => "the limit learnt from its refusals was used up",
        LeaseRefusal.Fault => "Sidecar failed while deciding; its log has the error",
        LeaseRefusal.Recovering => "its journal had not been read yet",
        LeaseRefusal.ModelAbsent => OfExclusion(Exclusion.ModelAbsent),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };

    /// <param name="race">A difference between the pick's data and the journal.</param>
    public static string OfRace(BoardRace race) => race switch
    {
        { Order: RaceOrder.PickWasFirst, Event: { } news } =>
            $"raced: event {news.Ordering} had not reached the board; before it the backend was {Standing(race.Before)}, after "
                + $"it {Standing(race.After)}",
        { Order: RaceOrder.EventWasFirst, Event: { } news } =>
            $"raced: event {news.Ordering} came between reading clock and board; before it the backend was {Standing(race.Before)}, after "
                + $"it {Standing(race.After)}",
        _ => $"the journal does not explain it: there the backend was {Standing(race.Before)} (an event that is not written yet or "
            + $"cannot be read, or a clock that was set back)",
    };

    private static string Standing(string? exclusion) => exclusion ?? "open";
}
