using Sidecar.Domain.Limits;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Configured limits hold in every window.</summary>
internal static class LimitChecks
{
    public static IEnumerable<Violation> Of(LifeRecord life) => life.Backends.SelectMany(backend => Of(life, backend));

    private static IEnumerable<Violation> Of(LifeRecord life, BackendRecord backend)
    {
        var calls = life.Calls.Where(call => call.Backend == backend.Id).ToList();
        // A lowered limit holds once the earlier starts are a minute old.
        foreach (var violation in Windows(calls, at => MostToldAround(life, backend.Id, at), Invariant.ToldLimit))
            yield return violation;
        foreach (var violation in OverRestarts(life, backend.Id, calls))
            yield return violation;
        var rate = life.World.Walk.Emergency.RpmPerBackend;
        foreach (var violation in Windows([.. calls.Where(call => call.IsEmergency)], _ => rate, Invariant.EmergencyRate))
            yield return violation;
        foreach (var call in calls)
            if (MostAround(life, backend.Id, call.At, b => b.MaxConcurrency) is var most and > 0 && call.AtOnce > most)
                yield return new Violation(Invariant.Concurrency, $"{backend.Id} had {call.AtOnce} of {most} at once with {call.Request}");
    }

    // Starts of earlier processes that the ledger knows still count.
    private static IEnumerable<Violation> OverRestarts(LifeRecord life, string id, List<CallRecord> calls)
    {
        if (!life.Before.TryGetValue(id, out var past))
            yield break;
        var starts = past.Lately.Select(start => start.At).Concat(calls.Select(call => call.At)).Order().ToList();
        for (var i = past.Lately.Count; i < starts.Count; i++)
            if (MostToldAround(life, id, starts[i]) is var limit and > 0 && i >= limit
                && starts[i] - starts[i - limit] < RequestWindow.Length)
                yield return new Violation(Invariant.ToldLimitOverRestarts,
                    $"{id}: more than {limit} in the minute before {starts[i]:HH:mm:ss.fff}, after a restart at {life.From:HH:mm:ss.fff}");
    }

    private static IEnumerable<Violation> Windows(List<CallRecord> calls, Func<DateTimeOffset, int> limitAt, Invariant invariant)
    {
        for (var i = 0; i < calls.Count; i++)
            if (limitAt(calls[i].At) is var limit and > 0 && i >= limit && calls[i].At - calls[i - limit].At < RequestWindow.Length)
                yield return new Violation(
                    invariant, $"{calls[i].Backend}: more than {limit} in the minute before {calls[i].At:HH:mm:ss.fff}");
    }

    private static int MostToldAround(LifeRecord life, string id, DateTimeOffset at) => MostAround(life, id, at, b => b.Rpm);

    // 0 if there was no limit at some time in that minute.
    private static int MostAround(LifeRecord life, string id, DateTimeOffset at, Func<Domain.Backends.Backend, int> limit)
    {
        var most = 0;
        for (var i = 0; i < life.Catalogs.Count; i++)
        {
            var (from, backends) = life.Catalogs[i];
            var until = i + 1 < life.Catalogs.Count ? life.Catalogs[i + 1].At : DateTimeOffset.MaxValue;
            if (from > at || until < at - RequestWindow.Length)
                continue;
            if (backends.FirstOrDefault(b => b.Id == id) is not { } backend || limit(backend) == 0)
                return 0;
            most = Math.Max(most, limit(backend));
        }
        return most;
    }
}
