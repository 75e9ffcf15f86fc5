using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Backtest;

/// <summary>Runs requests through the real actors in virtual time and returns what journal and ledger then hold, as a backtest reads
/// it.</summary>
internal static class RecordedStorm
{
    /// <summary>Everything follows from one seed: backends, policy, weather, hang-ups and the order in which actors run.</summary>
    public static RecordedHistory Play(int seed, int requests, TimeSpan span)
    {
        var chance = new Random(seed);
        return Play(StormWorld.Draw(chance, seed), chance, requests, span);
    }

    /// <param name="acts">Carried out one after the other, evenly spaced over the span; each may install other backends.</param>
    public static RecordedHistory Play(World world, Random chance, int requests, TimeSpan span,
        params Func<SidecarKit, World, World>[] acts)
    {
        using var kit = SidecarKit.Start(world);
        var weather = new StormWeather(chance, () => kit.Now);
        kit.Upstream.Improvise = weather.Answer;
        var timers = kit.System.Scheduler.Advanced;
        for (var i = 0; i < requests; i++)
            timers.ScheduleOnce(TimeSpan.FromMilliseconds(100 * chance.Next((int)(span.TotalMilliseconds / 100))), () => Send(kit, chance));
        var (changes, present) = (new List<PolicyChange>(), world);
        foreach (var act in acts)
        {
            kit.Pass(span / (acts.Length + 1));
            var next = act(kit, present);
            if (!ReferenceEquals(next, present) && kit.Redefine(next.Backends) is var replaced)
                changes.Add(new PolicyChange(replaced.At, replaced.Version, new ReplayPolicy(next.Catalog, world.Walk, world.Cooldown)));
            present = next;
        }
        kit.Pass((span / (acts.Length + 1)) + 3.Minutes());
        var all = changes.SelectMany(change => change.Policy.Catalog.Backends).Concat(world.Backends).DistinctBy(b => b.Id).ToList();
        kit.PassUntil(() => all.All(b => kit.Status(b.Id).UnwrittenEvents == 0));
        return Read(kit, world with { Backends = [.. all] }) with
        {
            Policy = new ReplayPolicy(world.Catalog, world.Walk, world.Cooldown),
            Changes = changes
        };
    }

    /// <summary>Like <see cref="Play(World, Random, int, TimeSpan)"/>, but with an upstream given by the test and a steady stream of
    /// requests.</summary>
    public static RecordedHistory Play(World world, Func<UpstreamCall, DateTimeOffset, Reply> upstream, int requests, TimeSpan every)
    {
        using var kit = SidecarKit.Start(world);
        kit.Upstream.Improvise = call => upstream(call, kit.Now);
        for (var i = 0; i < requests; i++)
            kit.System.Scheduler.Advanced.ScheduleOnce(every * i, () => kit.Send(new ClientRequest("x")));
        kit.Pass(every * requests + 3.Minutes());
        return Read(kit, world);
    }

    /// <summary>Passes everything through its stored bytes.</summary>
    public static RecordedHistory Read(SidecarKit kit, World world)
    {
        var ledger = kit.FlushedLedger();
        return new RecordedHistory(
            new ReplayPolicy(world.Catalog, world.Walk, world.Cooldown),
            [.. ledger.Walks.Select(walk => new RecordedWalk(walk.RequestId, WalkFactReader.Read(WalkFactCodec.Write(walk.Facts))))],
            world.Backends.ToDictionary(b => b.Id, b => new RecordedEvents(0, BackendState.Fresh, kit.Journal(b.Id), 0)),
            [.. ledger.Attempts.Select(Attempt)]);
    }

    /// <summary>What is read when only part of a run is asked for: five more minutes on both sides, and each journal from some event
    /// on.</summary>
    public static RecordedHistory Between(RecordedHistory run, DateTimeOffset from, DateTimeOffset to) => run with
    {
        From = from,
        To = to,
        Walks = [.. run.Walks.Where(w => w.Arrived.At >= from - 5.Minutes() && w.Arrived.At < to + 5.Minutes())
            .Select(w => w with { IsCounted = w.Arrived.At >= from && w.Arrived.At < to })],
        Events = run.Events.ToDictionary(e => e.Key, e => Between(e.Value, from - 5.Minutes(), to + 5.Minutes())),
    };

    private static RecordedEvents Between(RecordedEvents all, DateTimeOffset from, DateTimeOffset to)
    {
        var before = all.Events.Count(e => e.At < from);
        var behind = before / 2;
        return new RecordedEvents(behind, all.States()[behind], [.. all.Events.Skip(behind).TakeWhile(e => e.At < to)], before - behind);
    }

    private static RecordedAttempt Attempt(AttemptRow row) => new(
        row.RequestId, row.Attempt, new TokenUsage(row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.ReasoningTokens,
            row.TotalTokens), row.Cost);

    private static void Send(SidecarKit kit, Random chance)
    {
        var talk = kit.Send(StormWorld.DrawRequest(chance));
        if (chance.Next(8) == 0)
            kit.System.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(chance.Next(300) / 10d), talk.HangUp);
    }
}
