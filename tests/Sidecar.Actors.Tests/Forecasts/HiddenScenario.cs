using Sidecar.Actors.Tests.Backtest;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Recordings;

namespace Sidecar.Actors.Tests.Forecasts;

using static Fleet;
using static UpstreamWords;

/// <summary>A load and upstreams with hidden limits, on which a policy can be run for real: each run has the same requests at the same
/// instants.</summary>
internal sealed record HiddenScenario(string Name, World World, Func<Dictionary<string, HiddenUpstream>> Upstreams, int Requests,
    TimeSpan Span, int Seed)
{
    /// <summary>Two in five requests arrive together with the one before.</summary>
    public RecordedHistory Play(Func<World, World> policy, int seed)
    {
        var world = policy(World) with { Seed = seed };
        using var kit = SidecarKit.Start(world);
        var upstreams = Upstreams();
        kit.Upstream.Improvise = call => upstreams[call.Backend.Id].Answer(call, kit.Now);
        var chance = new Random(Seed);
        var (timers, at) = (kit.System.Scheduler.Advanced, TimeSpan.Zero);
        for (var i = 0; i < Requests; i++)
        {
            if (chance.Next(5) >= 2 || i == 0)
                at = Span * chance.NextDouble();
            timers.ScheduleOnce(at + TimeSpan.FromMilliseconds(chance.Next(1_000)), () =>
                kit.Send(new ClientRequest("m") { Stream = true, Bytes = 1_200 }));
        }
        kit.Pass(Span + 4.Minutes());
        return RecordedStorm.Read(kit, world);
    }

    public static ReplayPolicy PolicyOf(World world) => new(world.Catalog, world.Walk, world.Cooldown);

    public static IReadOnlyList<HiddenScenario> Drawn(int seed) =>
    [
        new("windows", World.Shipped(Primary("a"), Primary("b"), Fallback("c")), () => new()
        {
            ["a"] = new HiddenUpstream(HiddenKind.Sliding, 10, 10),
            ["b"] = new HiddenUpstream(HiddenKind.ByClock, 40, 60, Hints: true),
            ["c"] = new HiddenUpstream(HiddenKind.Bucket, 20, 30, Pace: 1.5),
        }, 560, 4.Minutes(), seed),
        new("nim-like", World.Shipped(Primary("a"), Primary("b"), Primary("c")), () => new()
        {
            ["a"] = new HiddenUpstream(HiddenKind.Sliding, 40, 60),
            ["b"] = new HiddenUpstream(HiddenKind.Sliding, 40, 60),
            ["c"] = new HiddenUpstream(HiddenKind.Sliding, 30, 60),
        }, 480, 4.Minutes(), seed),
        new("a key lost", World.Shipped(Primary("a"), Primary("b"), Fallback("c")), () => new()
        {
            ["a"] = new HiddenUpstream(HiddenKind.AtOnce, 4, 0) { Spells = [(90, 1e9, Replies(401))] },
            ["b"] = new HiddenUpstream(HiddenKind.Bucket, 30, 30) { Spells = [(150, 163, Replies(502).Later(0.1.Seconds()))] },
            ["c"] = new HiddenUpstream(HiddenKind.Sliding, 15, 10, Hints: true),
        }, 480, 4.Minutes(), seed),
    ];

    /// <summary>Policies by name, each applied on top of the shipped defaults.</summary>
    public static readonly IReadOnlyList<(string Name, Func<World, World> Lay)> Policies =
    [
        ("shipped", world => world),
        ("learn off", world => world with { Cooldown = world.Cooldown with { Learn = false } }),
        ("no wait", world => Wait(world, wait => wait with { MaxRetries = 0 })),
        ("short wait", world => Wait(world, wait => wait with { MaxRetries = 3 })),
        ("rpm told", world => world with { Backends = [.. world.Backends.Select(b => b with { Rpm = 40 })] }),
        ("no emergency", world => world with { Walk = world.Walk with { Emergency = world.Walk.Emergency with { Rounds = 0 } } }),
        ("one less", world => world with { Backends = [world.Backends[0] with { Enabled = false }, .. world.Backends.Skip(1)] }),
        ("short rests", world => world with { Cooldown = world.Cooldown with { Learn = false, Base = 5.Seconds(), Multiplier = 1.5 } }),
    ];

    private static World Wait(World world, Func<PrimaryWaitPolicy, PrimaryWaitPolicy> change) =>
        world with { Walk = world.Walk with { PrimaryWait = change(world.Walk.PrimaryWait) } };
}
