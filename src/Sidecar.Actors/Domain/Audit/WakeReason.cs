using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Audit;

/// <summary>What made a backend available to a waiter.</summary>
internal static class WakeReason
{
    public static (string Because, JournalledEvent? Event) Of(
        BackendHistory history, string model, DateTimeOffset since, DateTimeOffset woken)
    {
        var count = history.CountAt(woken);
        for (var i = count - 1; i >= 0 && history.Events[i].At >= since; i--)
            if (history.Events[i] is var freed && (freed.Model is null || freed.Model == model) && Says(freed) is { } because)
                return (because, freed);
        var before = Walk.Exclusion.OfRest(history.After(history.CountAt(since)), model, since);
        if (before is not null && Walk.Exclusion.OfRest(history.After(count), model, woken) is null)
            return ("the deadline of its rest passed", CooldownSearch.Find(history, model, since, before, told => told == before).Event);
        return ("it was not resting: its limits (requests, tokens, concurrency), which are not journalled, allowed requests again, or "
            + "this request's turn had come", null);
    }

    private static string? Says(JournalledEvent freed) => freed.Event switch
    {
        CooldownEnded { ByOperator: true } => "an operator ended its rest",
        CooldownEnded => "its rest was over; one request may probe it",
        ProbeClosed => "a probe succeeded",
        ProbeReleased => "a probe ended without a verdict; another may be sent",
        _ => null,
    };
}
