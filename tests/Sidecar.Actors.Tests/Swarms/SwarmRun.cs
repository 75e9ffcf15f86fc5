using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Backends;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Plays a plan: trouble for two minutes, then calm, in which everything has to recover.</summary>
internal sealed class SwarmRun
{
    private readonly SwarmPlan _plan;
    private readonly SwarmHouse _house;

    private SwarmRun(SwarmPlan plan, SwarmSabotage sabotage)
    {
        _plan = plan;
        _house = new SwarmHouse(plan, SwarmWorld.Draw(plan), sabotage);
    }

    /// <summary>Every promise that was broken.</summary>
    public static IReadOnlyList<Violation> Play(SwarmPlan plan, SwarmSabotage? sabotage = null)
    {
        var outer = SynchronizationContext.Current;
        // Under xunit's context no continuation runs inline: it would go through the thread pool and come back too late.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new SwarmRun(plan, sabotage ?? SwarmSabotage.None).Play();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private List<Violation> Play()
    {
        PlanRequests();
        PlanFloods();
        Often(SwarmFault.Reloads, 6, chance => _house.Redefine(SwarmWorld.Change(_house.Claimed.Backends, chance)));
        Often(SwarmFault.Operators, 8, Operate);
        Often(SwarmFault.Crashes, 4, Crash);
        Often(SwarmFault.Restarts, 3, chance => _house.Restart(SwarmUpstream.Tenths(chance, 10), SwarmUpstream.Tenths(chance, 20),
            ClockJump(chance)));
        _house.PlayTo(SwarmPlan.Span);
        var convergence = new SwarmConvergence(_house).Check();
        return [.. SwarmChecks.Of(_house.Records), .. convergence];
    }

    private void PlanRequests()
    {
        var (chance, hangs) = (_plan.Chance("requests"), _plan.Chance("hang-ups"));
        for (var i = 0; i < _plan.Requests; i++)
        {
            var (at, request, patience) = (Sometime(chance), StormWorld.DrawRequest(chance), SwarmUpstream.Tenths(chance, 30));
            var hangsUp = hangs.NextDouble() < _plan.Strength(SwarmFault.HangUps) / 2;
            _house.At(at, () => Ask(request, hangsUp ? patience : null));
        }
    }

    // One client that sends many requests at once.
    private void PlanFloods() => Often(SwarmFault.Floods, 4, chance =>
    {
        var request = StormWorld.DrawRequest(chance) with { Client = "mallory" };
        for (var i = chance.Next(5, 40); i > 0; i--)
            _house.Life.Send(request);
    });

    private void Ask(Kit.ClientRequest request, TimeSpan? patience)
    {
        var (life, talk) = (_house.Life, _house.Life.Send(request));
        if (patience is { } span)
            _house.At(_house.Elapsed + span, () =>
            {
                if (ReferenceEquals(life, _house.Life))
                    life.HangUp(talk);
            });
    }

    // In the middle of handling some requests.
    private void Crash(Random chance)
    {
        for (var i = chance.Next(4); i > 0; i--)
            _house.Life.Post(StormWorld.DrawRequest(chance));
        _house.Life.SettleSome(chance.Next(80));
        _house.Crash(SwarmUpstream.Tenths(chance, 20), ClockJump(chance));
    }

    private void Operate(Random chance)
    {
        var backends = _house.Claimed.Backends;
        var (id, model) = (backends[chance.Next(backends.Length)].Id, chance.Next(3) == 0 ? StormWorld.Models[chance.Next(2)] : null);
        _house.Life.Override(chance.Next(2) == 0
            ? new BackendProtocol.Cool(id, model, SwarmUpstream.Tenths(chance, 60), "operator", null)
            : new BackendProtocol.EndRests(id, model, "operator", null));
    }

    private TimeSpan ClockJump(Random chance) => !_plan.Has(SwarmFault.ClockJumps) ? TimeSpan.Zero : chance.Next(6) switch
    {
        0 => TimeSpan.FromHours(1),
        1 => TimeSpan.FromHours(-1),
        2 => TimeSpan.FromDays(1),
        3 => TimeSpan.FromDays(-30),
        _ => TimeSpan.Zero,
    };

    private void Often(SwarmFault fault, int most, Action<Random> act)
    {
        if (!_plan.Has(fault))
            return;
        var chance = _plan.Chance($"acts of {fault}");
        for (var i = Math.Max(1, (int)(most * _plan.Strength(fault))); i > 0; i--)
        {
            // Reloads happen between the tenths of a second at which everything else does: if something shares an instant with a reload, no
            // record says which came first.
            var (at, own) = (Sometime(chance) + TimeSpan.FromMilliseconds(fault == SwarmFault.Reloads ? 50 : 0), new Random(chance.Next()));
            _house.At(at, () => act(own));
        }
    }

    private static TimeSpan Sometime(Random chance) => TimeSpan.FromSeconds(chance.Next((int)SwarmPlan.Span.TotalSeconds * 10) / 10d);
}
