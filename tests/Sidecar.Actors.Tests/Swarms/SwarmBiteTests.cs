using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Actors.Tests.Swarms;

using static CooldownEvents;

/// <summary>Each check must find a fault planted for it. A fault that cannot be planted in what runs is planted in the record of
/// it.</summary>
public sealed class SwarmBiteTests
{
    private const int MostSeeds = 80;

    private static readonly Dictionary<Invariant, SwarmSabotage> Planted = new()
    {
        [Invariant.ToldLimit] = Runs(w => w with { Backends = [.. w.Backends.Select(b => b with { Rpm = b.Rpm * 3 })] }),
        [Invariant.ToldLimitOverRestarts] = SwarmSabotage.None with
        {
            Record = life =>
            life with
            {
                Before = life.Before.ToDictionary(p => p.Key, p =>
            p.Value with { Lately = [.. p.Value.Lately.Select(s => s with { At = life.From })] })
            }
        },
        [Invariant.Concurrency] = Runs(w => w with { Backends = [.. w.Backends.Select(b => b with { MaxConcurrency = 0 })] }),
        [Invariant.EmergencyRate] =
            Runs(w => w with { Walk = w.Walk with { Emergency = w.Walk.Emergency with { DefaultRpm = 10_000, RpmFraction = 1 } } }),
        [Invariant.RestIsLeftAlone] = SwarmSabotage.None with { Upstream = upstream => new Saboteurs.Hammer(upstream) },
        [Invariant.OneProbe] = Alters(events => [.. events.SelectMany(
            e => e is V1.ProbeLeased probe ? [e, probe with { Cause = probe.Cause with { RequestId = "another" } }]
            : (IBackendEvent[])[e])]),
        [Invariant.DeadlineStays] = Alters(events => [.. events.SelectMany(
            e => e is V1.CooldownStarted s && s.Until > s.At ? [
            e, s with { Until = s.At + (s.Until - s.At) / 2, Reason = CooldownReason.Unhealthy }] : (IBackendEvent[])[e])]),
        [Invariant.RestIsBounded] =
            Runs(w => w with { Cooldown = w.Cooldown with { Base = TimeSpan.FromHours(2), Max = TimeSpan.FromHours(3) } }),
        [Invariant.EndsOnce] = SwarmSabotage.None with
        {
            Record = life =>
            life with { Talks = [.. life.Talks.Select(t => t with { IsOver = t.Status != 503 })] }
        },
        [Invariant.EndsInTime] =
            Runs(w => w with
            {
                Walk = w.Walk with
                {
                    Deadline = TimeSpan.FromMinutes(5),
                    PrimaryWait = w.Walk.PrimaryWait with { MaxRetries = 100, Interval = TimeSpan.FromSeconds(2) }
                }
            }),
        [Invariant.HangUpEndsAtOnce] = SwarmSabotage.None with { Upstream = upstream => new Saboteurs.Deaf(upstream) },
        [Invariant.Budget] =
            Runs(w => w with { Walk = w.Walk with { Routing = w.Walk.Routing with { MaxAttempts = w.Walk.Routing.MaxAttempts + 4 } } }),
        [Invariant.NotAskedWhenOut] = Claims(w => w with { Backends = [.. w.Backends.Select((b, i) => b with { Enabled = i > 0 })] }),
        [Invariant.ReplayIsLive] = SwarmSabotage.None with { Journal = journal => new Saboteurs.Forgetful(journal) },
        [Invariant.BacktestIsIdentical] = SwarmSabotage.None with
        {
            Record = life =>
        {
            var policy = life.History.Policy;
            var rests = policy.Cooldown with { Base = TimeSpan.FromSeconds(77), OverloadRest = TimeSpan.FromSeconds(78) };
            return life with { History = life.History with { Policy = policy with { Cooldown = rests } } };
        }
        },
        [Invariant.JournalIsWhole] = SwarmSabotage.None with
        {
            Record = life =>
            life with { Backends = [.. life.Backends.Select(b => b with { Stored = [.. b.Stored.Skip(1)] })] }
        },
        [Invariant.OnlyItsDue] = SwarmSabotage.None with { Upstream = upstream => new Saboteurs.Blamer(upstream) },
        [Invariant.NoUpstreamTrouble] = SwarmSabotage.None with { Upstream = upstream => new Saboteurs.Betrayer(upstream) },
        [Invariant.OthersAreAsked] = Claims(w => w with
        {
            Backends = [
            .. w.Backends.Select(b => b with { Enabled = true, Rpm = 0, Tpm = 0, MaxConcurrency = 0 })]
        }),
        [Invariant.LeasesAreHome] = SwarmSabotage.None with { Upstream = upstream => new Saboteurs.Sieve(upstream) },
        [Invariant.LedgerIsWhole] = SwarmSabotage.None with { Record = life => life with { Walks = [.. life.Walks.Skip(1)] } },
        [Invariant.NoFaults] = SwarmSabotage.None with { Upstream = upstream => new Saboteurs.Breaker(upstream) },
        [Invariant.Converges] =
            Runs(w => w with { Cooldown = w.Cooldown with { CredentialRest = TimeSpan.FromDays(1), OverloadRest = TimeSpan.FromDays(1) } }),
    };

    public static TheoryData<string> Names => [.. Planted.Keys.Select(invariant => invariant.ToString())];

    [Theory, MemberData(nameof(Names))]
    public void a_planted_fault_is_found(string name)
    {
        var invariant = Enum.Parse<Invariant>(name);
        for (var seed = 0; seed < MostSeeds; seed++)
            if (SwarmShrinker.Broken(PlanFor(invariant, seed), Planted[invariant]).Any(v => v.Invariant == invariant))
                return;
        Assert.Fail($"nobody saw that {invariant} was broken in {MostSeeds} swarms");
    }

    [Fact]
    public void every_check_has_a_planted_fault_that_it_finds() => Assert.Equal(Enum.GetValues<Invariant>().Order(), Planted.Keys.Order());

    [Fact]
    public void a_failing_run_is_shrunk_and_still_fails()
    {
        var plan = PlanFor(Invariant.OnlyItsDue, 1);
        var sabotage = Planted[Invariant.OnlyItsDue];
        for (var seed = 2; !SwarmShrinker.Broken(plan, sabotage).Any(v => v.Invariant == Invariant.OnlyItsDue); seed++)
            plan = PlanFor(Invariant.OnlyItsDue, seed);

        var (small, last) = SwarmShrinker.Shrink(plan, Invariant.OnlyItsDue, sabotage);

        Assert.Equal(Invariant.OnlyItsDue, last.Invariant);
        Assert.True(small.Faults.Count <= 6 && small.Faults.Contains(SwarmFault.RequestFaults), $"still {small}");
        Assert.True(small.Requests < plan.Requests, $"still {small}");
        Assert.Contains($"SIDECAR_SWARM_SEED={small.Seed}", small.Command);
    }

    [Fact]
    public void a_seed_plays_the_same_again()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var plan = PlanFor(Invariant.OnlyItsDue, seed);
            Assert.Equal(SwarmShrinker.Broken(plan, Planted[Invariant.OnlyItsDue]),
                SwarmShrinker.Broken(plan, Planted[Invariant.OnlyItsDue]));
        }
    }

    private static SwarmPlan PlanFor(Invariant invariant, int seed) => new(seed, [.. Enum.GetValues<SwarmFault>().Except(
        invariant == Invariant.ToldLimitOverRestarts ? [SwarmFault.Reloads, SwarmFault.ClockJumps]
        : [SwarmFault.Crashes, SwarmFault.Restarts, SwarmFault.ClockJumps, SwarmFault.LyingJournal, SwarmFault.Reloads])], 60);

    private static SwarmSabotage Runs(Func<World, World> otherwise) => new() { World = otherwise };

    // What runs is unchanged, but the checks are told something else.
    private static SwarmSabotage Claims(Func<World, World> otherwise) =>
        new()
        {
            Record = life => life with
            {
                Catalogs = [.. life.Catalogs.Select(
        c => (c.At, (IReadOnlyList<Domain.Backends.Backend>)otherwise(life.World with { Backends = [.. c.Backends] }).Backends))]
            }
        };

    private static SwarmSabotage Alters(Func<IReadOnlyList<IBackendEvent>, IReadOnlyList<IBackendEvent>> events) =>
        new() { Record = life => life with { Backends = [.. life.Backends.Select(b => b with { Events = events(b.Events) })] } };
}
