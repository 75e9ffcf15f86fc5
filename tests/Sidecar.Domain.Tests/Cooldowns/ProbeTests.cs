using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class ProbeTests
{
    private readonly PureBackend _backend = new();

    public ProbeTests()
    {
        _backend.Meet(AttemptVerdict.RateLimited);
        _backend.Rest();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void after_expiry_exactly_one_probe_is_leased(bool expiryWasTold)
    {
        if (expiryWasTold)
            _backend.Expire();

        Assert.True(_backend.Lease().IsProbe);
        Assert.Equal(RestMode.Probing, _backend.Whole.Mode);
        Assert.Equal(LeaseRefusal.ProbeInFlight, _backend.Ask());
        Assert.Equal(LeaseRefusal.ProbeInFlight, _backend.Ask(isEmergency: true));
        Assert.Equal(Instants.At(60), _backend.State.NextAt("m", _backend.Now));
        Assert.Equal(
            ["CooldownStarted", "CooldownEnded", "ProbeLeased"],
            _backend.Journal.Select(e => e.GetType().Name));
    }

    [Fact]
    public void an_emergency_request_may_be_the_probe() => Assert.True(_backend.Lease(isEmergency: true).IsProbe);

    [Fact]
    public void its_success_reopens_the_backend()
    {
        var probe = _backend.Lease();

        Assert.Equal(["ProbeClosed", "StreakReset"], _backend.Report(probe, AttemptVerdict.Success).Select(e => e.GetType().Name));

        Assert.Equal((RestMode.Available, 0), (_backend.Whole.Mode, _backend.Whole.Streak));
        Assert.False(_backend.Lease().IsProbe);
    }

    [Theory]
    [InlineData(AttemptVerdict.RateLimited, CooldownReason.RateLimited, 60, 2)]
    [InlineData(AttemptVerdict.Overloaded, CooldownReason.Overloaded, 5, 1)]
    [InlineData(AttemptVerdict.FailedAnswer, CooldownReason.Unhealthy, 5, 1)]
    [InlineData(AttemptVerdict.FailedTransport, CooldownReason.Unhealthy, 5, 1)]
    [InlineData(AttemptVerdict.CredentialsRejected, CooldownReason.Credentials, 600, 1)]
    public void its_failure_cools_the_backend_again(AttemptVerdict verdict, CooldownReason reason, double seconds, int streak)
    {
        _backend.Report(_backend.Lease(), verdict);

        Assert.Equal((RestMode.Cooling, reason, seconds, streak),
            (_backend.Whole.Mode, _backend.Whole.Reason, _backend.RestsFor(), _backend.Whole.Streak));
        Assert.Equal(LeaseRefusal.Cooling, _backend.Ask());
    }

    [Theory]
    [InlineData(AttemptVerdict.Abandoned)]
    [InlineData(AttemptVerdict.ClientCredentialsRejected)]
    public void a_probe_without_a_verdict_makes_room_for_another(AttemptVerdict verdict)
    {
        Assert.IsType<ProbeReleased>(Assert.Single(_backend.Report(_backend.Lease(), verdict)));

        Assert.True(_backend.Lease().IsProbe);
        Assert.Null(_backend.TryLease());
    }

    [Fact]
    public void a_probe_lease_that_runs_out_makes_room_for_another()
    {
        var slow = _backend.Lease();
        _backend.Advance(29.999);
        Assert.Null(_backend.TryLease());
        _backend.Advance(0.001);

        Assert.True(_backend.Lease().IsProbe);
        Assert.Null(_backend.TryLease());

        Assert.Empty(_backend.Report(slow, AttemptVerdict.Abandoned));
        Assert.Null(_backend.TryLease());
    }

    [Fact]
    public void a_probe_that_hangs_keeps_others_away_for_longer_each_time()
    {
        foreach (var seconds in new[] { 30.0, 60, 120, 240, 480, 900, 900 })
        {
            _backend.Lease();
            Assert.Equal(seconds, (_backend.Whole.ProbeUntil!.Value - _backend.Now).TotalSeconds);
            _backend.Advance(seconds);
        }
    }

    [Fact]
    public void a_slow_probe_that_succeeds_after_its_lease_reopens_the_backend()
    {
        var slow = _backend.Lease();
        _backend.Advance(31);
        _backend.Lease();

        _backend.Report(slow, AttemptVerdict.Success);

        Assert.Equal(RestMode.Available, _backend.Whole.Mode);
    }

    [Fact]
    public void a_slow_probe_that_fails_while_nobody_else_probes_cools_the_backend()
    {
        var slow = _backend.Lease();
        _backend.Advance(31);

        _backend.Report(slow, AttemptVerdict.FailedTransport);

        Assert.Equal(5, _backend.RestsFor());
    }

    [Fact]
    public void the_probe_of_an_ended_cooldown_is_forgotten_when_another_begins()
    {
        var probe = _backend.Lease();
        _backend.Advance(31);
        _backend.Report(_backend.Lease(), AttemptVerdict.RateLimited);

        Assert.Null(_backend.Whole.ProbeUntil);
        Assert.Empty(_backend.Report(probe, AttemptVerdict.Success));
    }
}
