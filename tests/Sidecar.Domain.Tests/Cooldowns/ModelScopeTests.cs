using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class ModelScopeTests
{
    private readonly PureBackend _backend = new(scope: CooldownScope.Model);

    [Fact]
    public void a_429_rests_only_the_model_that_was_asked_for()
    {
        _backend.Meet(AttemptVerdict.RateLimited, model: "a");

        Assert.Equal((30, 0), (_backend.RestsFor("a"), _backend.RestsFor()));
        Assert.Equal(LeaseRefusal.Cooling, _backend.Ask("a"));
        Assert.Equal(LeaseRefusal.None, _backend.Ask("b"));
        Assert.False(_backend.Lease("b").IsProbe);
    }

    [Fact]
    public void models_count_their_429s_apart()
    {
        _backend.Meet(AttemptVerdict.RateLimited, model: "a");
        _backend.Meet(AttemptVerdict.RateLimited, model: "b");
        _backend.Advance(30);
        _backend.Meet(AttemptVerdict.RateLimited, model: "a");

        Assert.Equal((2, 1), (_backend.State.Rest("a").Streak, _backend.State.Rest("b").Streak));
        Assert.Equal(60, _backend.RestsFor("a"));
    }

    [Fact]
    public void another_models_cooldown_does_not_make_an_answer_late()
    {
        _backend.Meet(AttemptVerdict.RateLimited, model: "a");
        _backend.Advance(30);
        var probe = _backend.Lease("a");
        _backend.Meet(AttemptVerdict.RateLimited, model: "b");

        _backend.Report(probe, AttemptVerdict.RateLimited);

        Assert.Equal(2, _backend.State.Rest("a").Streak);
    }

    [Fact]
    public void each_model_has_its_own_probe_and_is_forgotten_when_well()
    {
        _backend.Meet(AttemptVerdict.RateLimited, model: "a");
        _backend.Meet(AttemptVerdict.RateLimited, model: "b");
        _backend.Advance(30);
        var (a, b) = (_backend.Lease("a"), _backend.Lease("b"));
        Assert.True(a.IsProbe && b.IsProbe);
        Assert.Null(_backend.TryLease("a"));

        _backend.Report(a, AttemptVerdict.Success);

        Assert.Equal(["b"], _backend.State.Models.Keys);
        Assert.Equal(LeaseRefusal.ProbeInFlight, _backend.Ask("b"));
    }

    [Fact]
    public void a_models_failed_probe_rests_the_model_and_counts_for_the_backend()
    {
        _backend.Meet(AttemptVerdict.RateLimited, model: "a");
        _backend.Advance(30);
        _backend.Report(_backend.Lease("a"), AttemptVerdict.FailedTransport);

        Assert.Equal((5, CooldownReason.Unhealthy, 1), (_backend.RestsFor("a"), _backend.State.Rest("a").Reason, _backend.State.Failures));
        Assert.Equal(LeaseRefusal.None, _backend.Ask("b"));
    }

    [Fact]
    public void failures_in_a_row_rest_the_whole_backend()
    {
        for (var i = 0; i < 5; i++)
            _backend.Meet(AttemptVerdict.FailedTransport, model: $"m{i}");

        Assert.Equal(LeaseRefusal.Cooling, _backend.Ask("other"));
    }

    [Fact]
    public void a_models_429_on_the_whole_backends_probe_rests_the_model_and_another_model_probes()
    {
        for (var i = 0; i < 5; i++)
            _backend.Meet(AttemptVerdict.FailedTransport);
        _backend.Rest();
        _backend.Report(_backend.Lease("a"), AttemptVerdict.RateLimited);

        Assert.Equal(LeaseRefusal.Cooling, _backend.Ask("a"));
        Assert.True(_backend.Lease("b").IsProbe);
        Assert.Null(_backend.TryLease("c"));
    }

    [Fact]
    public void the_257th_model_rests_the_whole_backend()
    {
        var leases = Enumerable.Range(0, 257).Select(i => _backend.Lease($"m{i}")).ToList();
        foreach (var lease in leases.Take(256))
            Assert.Equal(lease.Model, Assert.IsType<CooldownStarted>(Assert.Single(_backend.Report(lease, AttemptVerdict.RateLimited)))
                .Model);
        Assert.Equal(LeaseRefusal.None, _backend.Ask("other"));

        Assert.Null(Assert.IsType<CooldownStarted>(Assert.Single(_backend.Report(leases[256], AttemptVerdict.RateLimited))).Model);

        Assert.Equal(LeaseRefusal.Cooling, _backend.Ask("other"));
        Assert.Equal(256, _backend.State.Models.Count);
    }

    [Fact]
    public void models_whose_rest_is_long_over_make_room_for_those_that_rest_now()
    {
        for (var i = 0; i < 256; i++)
            _backend.Meet(AttemptVerdict.RateLimited, model: $"m{i}");
        _backend.Advance(3600);

        for (var i = 0; i < 300; i++)
            _backend.Meet(AttemptVerdict.RateLimited, model: $"n{i % 200}");

        Assert.Equal((0, 256), (_backend.Whole.Streak, _backend.State.Models.Count));
        Assert.Equal(RestMode.Available, _backend.Whole.Mode);
    }

    [Fact]
    public void a_model_at_rest_keeps_its_own_rest_when_the_memory_is_full()
    {
        for (var i = 0; i < 256; i++)
            _backend.Meet(AttemptVerdict.RateLimited, model: $"m{i}");
        _backend.Advance(30);

        _backend.Meet(AttemptVerdict.RateLimited, model: "m7");

        Assert.Equal((2, 0), (_backend.State.Rest("m7").Streak, _backend.Whole.Streak));
    }
}
