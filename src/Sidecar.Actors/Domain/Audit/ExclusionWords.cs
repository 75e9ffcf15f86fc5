using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Says in sentences why a backend was excluded.</summary>
public static class ExclusionWords
{
    /// <param name="exclusion">The name used in a walk's facts.</param>
    public static string OfExclusion(string exclusion) => exclusion switch
    {
        "disabled" => "it is switched off in the configuration",
        "model" => "it does not serve the model asked for",
        Exclusion.Api => "it does not speak the API asked for, and the request is not carried over for it (apis, translate)",
        "tried" => "it had failed this request, or refused it a lease, a moment before",
        "limited" => "its limits were used up: requests or tokens a minute, requests a day, or concurrency",
        "promised" => "somebody in the queue of primary-wait could use it, and newcomers do not overtake",
        Exclusion.Probing =>
            "its rest was over and one request was finding out whether it is well; no other is sent until that one is answered",
        "credentials" => "its key had been refused; not even an emergency tries it",
        Exclusion.TooLarge => "the request was larger than what it takes, in a minute or at all, and another one can take it",
        Exclusion.ModelAbsent => "it had said a moment before that it does not have the model asked for",
        "cooling:rate_limited" => "it rested after a 429",
        "cooling:overloaded" => "it rested because it said that it was overloaded",
        "cooling:credentials" => "it rested because its key was refused",
        "cooling:unhealthy" => "it rested after failures in a row",
        "cooling:operator" => "an operator sent it to rest",
        _ => $"it was kept out as '{exclusion}'",
    };

    public static string OfRefusal(LeaseRefusal refusal) => refusal switch
    {
        LeaseRefusal.None => "granted",
        LeaseRefusal.Disabled => OfExclusion("disabled"),
        LeaseRefusal.Cooling =>
            "it rested: that it did was not known yet when it was chosen, or it was chosen for an emergency and its key is refused",
        LeaseRefusal.ProbeInFlight => "one request was finding out whether it is well; no other is sent meanwhile",
        LeaseRefusal.Rpm => "its requests a minute were used up",
        LeaseRefusal.NamedLimit => "its own headers had said that nothing more was left",
        LeaseRefusal.Rpd => "its requests a day were used up",
        LeaseRefusal.Tpm => "its tokens a minute were used up",
        LeaseRefusal.Concurrency => "as many attempts as it may have at once were in flight",
        LeaseRefusal.EmergencyRpm => "its rate for emergencies was used up",
        LeaseRefusal.LearnedLimit => "the limit that its refusals showed had no room",
        LeaseRefusal.Fault => "Sidecar failed while deciding; its log has the fault",
        LeaseRefusal.Recovering => "its journal had not been read yet",
        LeaseRefusal.ModelAbsent => OfExclusion(Exclusion.ModelAbsent),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };

    /// <param name="race">A difference between the pick's data and the journal.</param>
    public static string OfRace(BoardRace race) => race switch
    {
        { Order: RaceOrder.PickWasFirst, Event: { } news } =>
            $"raced: event {news.Ordering} had not reached what was looked at; before it the backend was {Standing(race.Before)}, after "
                + $"it {Standing(race.After)}",
        { Order: RaceOrder.EventWasFirst, Event: { } news } =>
            $"raced: event {news.Ordering} came between the clock and the look; before it the backend was {Standing(race.Before)}, after "
                + $"it {Standing(race.After)}",
        _ => $"the journal does not account for it: there the backend was {Standing(race.Before)} (an event that is not written yet or "
            + $"cannot be read, or a clock that was set back)",
    };

    private static string Standing(string? exclusion) => exclusion ?? "open";
}
