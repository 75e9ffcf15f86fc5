using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Domain.Backends;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Backends, limits, policies and requests of a run, drawn at random.</summary>
internal static class SwarmWorld
{
    public static World Draw(SwarmPlan plan)
    {
        var chance = plan.Chance("world");
        var world = StormWorld.Draw(chance, plan.Seed);
        return world with
        {
            Backends = [.. world.Backends.Select(b => b with { FirstTokenTimeout = chance.Next(4) == 0
                ? TimeSpan.FromSeconds(chance.Next(1, 20)) : TimeSpan.Zero })],
            Cooldown = world.Cooldown with
            {
                Learn = chance.Next(4) > 0,
                Jitter = chance.Next(3) == 0 ? 0 : chance.NextDouble() / 5,
                Max = TimeSpan.FromSeconds(chance.Next(20, 200)),
                RetryAfterMax = TimeSpan.FromSeconds(chance.Next(30, 400)),
            },
            Walk = world.Walk with { Deadline = TimeSpan.FromSeconds(chance.Next(10, 56)) },
        };
    }

    /// <summary>The same backends with one changed, added or removed; at least one stays.</summary>
    public static Backend[] Change(Backend[] backends, Random chance)
    {
        var index = chance.Next(backends.Length);
        var one = backends[index];
        Backend changed;
        switch (chance.Next(7))
        {
            case 0:
                changed = one with { Rpm = chance.Next(3) == 0 ? 0 : chance.Next(1, 40) };
                break;
            case 1:
                changed = one with { MaxConcurrency = chance.Next(5) };
                break;
            case 2:
                changed = one with { Enabled = !one.Enabled };
                break;
            case 3:
                changed = one with { ApiKey = new ApiKey($"another-{chance.Next(100)}") };
                break;
            case 4:
                changed = one with { Pool = one.Pool == "primary" ? "fallback" : "primary", Weight = chance.Next(1, 5) };
                break;
            case 5 when backends.Length > 1:
                return [.. backends.Where(b => b != one)];
            default:
                return [.. backends, Fleet.Primary($"n{chance.Next(1000)}") with { Rpm = chance.Next(30) }];
        }
        return [.. backends.Select((b, i) => i == index ? changed : b)];
    }
}
