using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Simulation;

/// <summary>Some hundred requests over a few virtual minutes, with hang-ups and a disk that comes and goes; everything follows from one
/// seed.</summary>
internal static class Storm
{
    private const int Requests = 300;
    private const int Minutes = 3;

    public static void Play(int seed)
    {
        var chance = new Random(seed);
        var world = StormWorld.Draw(chance, seed);
        using var kit = SidecarKit.Start(world);
        kit.ExpectsFaults = true;
        var weather = new StormWeather(chance, () => kit.Now);
        kit.Upstream.Improvise = call =>
        {
            StormChecks.ConcurrencyHolds(kit, call);
            return weather.Answer(call);
        };
        var timers = kit.System.Scheduler.Advanced;
        for (var i = 0; i < Requests; i++)
            timers.ScheduleOnce(Sometime(), () => Send(kit, chance));
        for (var i = 0; i < 4; i++)
            timers.ScheduleOnce(Sometime(), () => kit.Store.FailsWrites = !kit.Store.FailsWrites);

        kit.Pass((Minutes + 3).Minutes());
        kit.Store.FailsWrites = false;
        kit.PassUntil(() => world.Backends.All(b => kit.Status(b.Id).UnwrittenEvents == 0));

        Leftovers.Check(kit);
        StormChecks.All(kit, world);

        TimeSpan Sometime() => TimeSpan.FromSeconds(chance.Next(Minutes * 600) / 10d);
    }

    private static void Send(SidecarKit kit, Random chance)
    {
        var talk = kit.Send(StormWorld.DrawRequest(chance));
        if (chance.Next(8) == 0)
            kit.System.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(chance.Next(300) / 10d), talk.HangUp);
    }
}
