using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class BackendStandingTests
{
    private static readonly Cause Met = new("r1", 1, 429, RetryAfterMs: 30_000);
    private static readonly CooldownStarted Started = new(At(10), null, CooldownReason.RateLimited, At(40), 2, 1, Met);

    [Fact]
    public void before_any_event_a_backend_is_available() =>
        Assert.Equal(new CooldownStanding(RestMode.Available, null, null, null, null, 0, 0, null), Then(5).Whole);

    [Fact]
    public void a_rest_lasts_to_just_before_its_deadline()
    {
        Assert.Equal(new CooldownStanding(RestMode.Cooling, CooldownReason.RateLimited, At(10), At(40), null, 2, 1, Met),
            Then(39.999, Started).Whole);
        Assert.Equal((1, 1), (Then(20, Started).Failures, Then(20, Started).Epoch));
    }

    [Fact]
    public void a_rest_whose_deadline_passed_awaits_a_probe_though_nobody_said_so() =>
        Assert.Equal(new CooldownStanding(RestMode.Probing, CooldownReason.RateLimited, At(10), null, null, 2, 1, Met), Then(40, Started)
            .Whole);

    [Fact]
    public void a_probe_in_flight_is_named_until_its_lease_ends()
    {
        var leased = new ProbeLeased(At(41), null, At(71), new Cause("r2", 1));
        Assert.Equal((RestMode.Probing, "r2", At(71)), (Then(70, Started, leased).Whole.Mode, Then(70, Started, leased).Whole.ProbedBy,
            Then(70, Started, leased).Whole.Until));
        Assert.Equal((RestMode.Probing, null, null), (Then(71, Started, leased).Whole.Mode, Then(71, Started, leased).Whole.ProbedBy,
            Then(71, Started, leased).Whole.Until));
    }

    [Fact]
    public void an_available_backend_keeps_its_streak_and_loses_its_reason()
    {
        var standing = Then(50, Started, new CooldownEnded(At(20), null, ByOperator: true, new Cause(null, By: "ann")));
        Assert.Equal(new CooldownStanding(RestMode.Available, null, null, null, null, 2, 1, null), standing.Whole);
    }

    [Fact]
    public void a_model_that_rests_on_its_own_is_listed_beside_an_available_whole()
    {
        var standing = Then(20, Started with { Model = "m" });
        Assert.Equal(RestMode.Available, standing.Whole.Mode);
        Assert.Equal(("m", RestMode.Cooling), (Assert.Single(standing.Models).Key, standing.Models[0].Value.Mode));
    }

    private static BackendStanding Then(double seconds, params IBackendEvent[] events) =>
        BackendStanding.Of(BackendState.Fresh.Apply(events), At(seconds));
}
