using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Backtest;

/// <summary>The random number behind a rest's jitter is computed back from the rest, exactly enough to give the same rest again.</summary>
public sealed class DrawnChanceTests
{
    private static readonly AttemptReport Throttled = new("m", AttemptVerdict.RateLimited, 0, null, new Cause("r", 1, 429));

    [Fact]
    public void it_gives_the_same_rest_again() => Gen.Select(Gen.Double[0, 1], Gen.Int[1, 3600], Gen.Double[0.001, 1])
        .Sample((chance, seconds, jitter) =>
    {
        var policy = new CooldownPolicy { Base = TimeSpan.FromSeconds(seconds), Max = TimeSpan.FromHours(2), Jitter = jitter };
        IReadOnlyList<IBackendEvent> Decide(double drawn) => CooldownDecisions.Decide(
            BackendState.Fresh, Throttled, Sample.Backend(), policy, Instants.Start, drawn);
        var recorded = Decide(chance);

        Assert.Equal(recorded, Decide(DrawnChance.Of(Decide, recorded, jitter, "any")));
    });

    [Fact]
    public void a_rest_that_no_chance_gives_is_not_made_to_fit()
    {
        var policy = new CooldownPolicy { Base = TimeSpan.FromSeconds(10), Jitter = 0.1 };
        IReadOnlyList<IBackendEvent> Decide(double drawn) => CooldownDecisions.Decide(
            BackendState.Fresh, Throttled, Sample.Backend(), policy, Instants.Start, drawn);
        var altered = Decide(0.5).Select(e => e is CooldownEvents.V1.CooldownStarted started
            ? started with { Until = started.Until.AddSeconds(30) } : e).ToList();

        Assert.NotEqual(altered, Decide(DrawnChance.Of(Decide, altered, 0.1, "any")));
    }
}
