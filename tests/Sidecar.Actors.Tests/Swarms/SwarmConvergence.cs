using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>When trouble is over everything recovers: those who wait are served, and every backend is back within its longest rest plus one
/// probe.</summary>
internal sealed class SwarmConvergence(SwarmHouse house)
{
    private readonly List<Violation> _found = [];

    public IReadOnlyList<Violation> Check()
    {
        house.CalmDown();
        var (life, policy) = (house.Life, house.Claimed.Cooldown);
        var longest = LifeRest.Longest(policy);
        if (longest < TimeSpan.FromSeconds(60))
            longest = TimeSpan.FromSeconds(60);
        var absent = AbsentModels.Span > longest ? AbsentModels.Span : longest;
        house.PlayTo(house.Elapsed + absent + policy.ProbeLease + TimeSpan.FromSeconds(1));
        foreach (var talk in life.Talks.Where(talk => talk.Answer is null))
            Report($"{talk.Id} still waits");
        foreach (var backend in house.World.Backends)
            ComesBack(life, backend);
        house.Close();
        return _found;
    }

    // One at a time, so that no other backend can answer instead: the probe, and then an ordinary request.
    private void ComesBack(SwarmLife life, Backend backend)
    {
        var state = life.State(backend.Id);
        foreach (var model in StormWorld.Models.Where(backend.Serves))
        {
            if (!state.IsOpenFor(model, life.Now))
                Report($"{backend.Id} still rests for {model} until {state.NextAt(model, life.Now):HH:mm:ss.fff}, at "
                    + $"{life.Now:HH:mm:ss.fff}");
            life.Redefine(backend with { Enabled = true, Rpm = 0, Tpm = 0 });
            life.PassTo(life.Elapsed + TimeSpan.FromSeconds(1));
            for (var i = 0; i < 2; i++)
            {
                var talk = life.Send(new ClientRequest(model) { MaxTokens = 1 });
                life.PassTo(life.Elapsed + LimitKind.Longest + TimeSpan.FromSeconds(1));
                if (talk.Answer is not Relayed { Status: 200 } relayed || relayed.Backend.Id != backend.Id)
                    Report($"{backend.Id} does not serve {model}, {i}: {(talk.Answer as Refused)?.Refusal.Message} limits "
                        + $"{string.Join(';', state.Limits)} events {string.Join("\n", life.EventsOf(backend.Id).TakeLast(6))} ");
            }
        }
        state = life.State(backend.Id);
        if (state.Whole.Mode != RestMode.Available || state.Models.Any(
            rest => backend.Serves(rest.Key) && rest.Value.Mode != RestMode.Available))
            Report($"{backend.Id} is not available after a good answer: {state}");
    }

    private void Report(string text) => _found.Add(new Violation(Invariant.Converges, text));
}

/// <summary>How long rests can be.</summary>
internal static class LifeRest
{
    /// <summary>The longest rest that no operator asked for.</summary>
    public static TimeSpan Longest(CooldownPolicy policy) =>
        new[] { policy.Max, policy.RetryAfterMax, policy.CredentialRest, policy.OverloadRest, TimeSpan.FromSeconds(1) }.Max() * (1
            + policy.Jitter);
}
