using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

public sealed class BackendLimitsTests
{
    private static readonly EmergencyPolicy TwoPerMinute = new(DefaultRpm: 4, RpmFraction: 0.5);

    private int _leases;

    [Fact]
    public void a_backend_without_limits_grants_everything()
    {
        var limits = Of(Sample.Backend());
        for (var i = 0; i < 1_000; i++)
            Assert.Equal((LeaseRefusal.None, null), Take(limits, tokens: 1_000_000));

        Assert.Equal((1_000, At(0)), (limits.InFlight, limits.NextAt(At(0))));
    }

    [Fact]
    public void rpm_refuses_with_the_instant_to_ask_again()
    {
        var limits = Of(Sample.Backend() with { Rpm = 1 });
        Take(limits);

        Assert.Equal((LeaseRefusal.Rpm, At(60.25)), Take(limits, at: 10));
        Assert.Equal(At(60.25), limits.NextAt(At(10)));
        Assert.Equal(1, limits.Started(At(10)));
        Assert.Equal((LeaseRefusal.None, null), Take(limits, at: 60.25));
    }

    [Fact]
    public void tpm_refuses_with_the_instant_to_ask_again_and_its_refusal_costs_no_request()
    {
        var limits = Of(Sample.Backend() with { Rpm = 2, Tpm = 100 });
        Take(limits, tokens: 70);

        Assert.Equal((LeaseRefusal.Tpm, At(60.25)), Take(limits, tokens: 31, at: 5));
        Assert.Equal((1, 1), (limits.InFlight, limits.Started(At(5))));
        Assert.Equal((LeaseRefusal.None, null), Take(limits, tokens: 30, at: 5));
    }

    [Fact]
    public void concurrency_refuses_without_an_instant_and_takes_nothing()
    {
        var limits = Of(Sample.Backend() with { Rpm = 2, MaxConcurrency = 1 });
        Take(limits);

        Assert.Equal((LeaseRefusal.Concurrency, null), Take(limits));
        Assert.Equal(DateTimeOffset.MaxValue, limits.NextAt(At(0)));
        Assert.True(limits.Return(new LeaseKey("r", 1), null));
        Assert.Equal((LeaseRefusal.None, null), Take(limits));
    }

    [Fact]
    public void a_lease_goes_back_once()
    {
        var limits = Of(Sample.Backend() with { MaxConcurrency = 2 });
        Take(limits);
        Take(limits);

        Assert.True(limits.Return(new LeaseKey("r", 1), 5));
        Assert.False(limits.Return(new LeaseKey("r", 1), 5));
        Assert.False(limits.Return(new LeaseKey("other", 1), 5));
        Assert.Equal(1, limits.InFlight);
    }

    [Fact]
    public void a_returned_lease_settles_its_tokens()
    {
        var limits = Of(Sample.Backend() with { Tpm = 100 });
        Take(limits, tokens: 100);
        Assert.Equal(At(60.25), limits.NextAt(At(0)));

        limits.Return(new LeaseKey("r", 1), 10);

        Assert.Equal(At(0), limits.NextAt(At(0)));
        Assert.Equal((LeaseRefusal.None, null), Take(limits, tokens: 90));
    }

    [Fact]
    public void a_returned_lease_gives_no_start_back()
    {
        var limits = Of(Sample.Backend() with { Rpm = 1 });
        Take(limits);
        limits.Return(new LeaseKey("r", 1), null);

        Assert.Equal((LeaseRefusal.Rpm, At(60.25)), Take(limits));
    }

    [Fact]
    public void an_emergency_has_a_bucket_of_its_own()
    {
        var limits = Of(Sample.Backend());
        Take(limits, isEmergency: true);
        Take(limits, isEmergency: true);

        Assert.Equal((LeaseRefusal.EmergencyRpm, At(60.25)), Take(limits, isEmergency: true, at: 1));
        Assert.Equal((LeaseRefusal.None, null), Take(limits, at: 1));
        Assert.Equal(At(1), limits.NextAt(At(1)));
    }

    [Fact]
    public void ordinary_requests_do_not_use_the_emergencys_bucket_up()
    {
        var limits = Of(Sample.Backend());
        for (var i = 0; i < 10; i++)
            Take(limits);

        Assert.Equal((LeaseRefusal.None, null), Take(limits, isEmergency: true));
    }

    [Fact]
    public void an_emergency_never_exceeds_the_ordinary_limits()
    {
        var limits = Of(Sample.Backend() with { Rpm = 1 });
        Take(limits, isEmergency: true);

        Assert.Equal((LeaseRefusal.Rpm, At(60.25)), Take(limits, isEmergency: true));
        Assert.Equal((LeaseRefusal.Rpm, At(60.25)), Take(limits));
    }

    [Fact]
    public void an_emergency_that_an_ordinary_limit_refuses_costs_no_emergency_start()
    {
        var limits = Of(Sample.Backend() with { MaxConcurrency = 2, Tpm = 100 });
        Take(limits, tokens: 60, isEmergency: true);
        for (var i = 0; i < 5; i++)
            Assert.Equal(LeaseRefusal.Tpm, Take(limits, tokens: 60, isEmergency: true).Refusal);

        Assert.Equal((LeaseRefusal.None, null), Take(limits, tokens: 40, isEmergency: true));
    }

    private static BackendLimits Of(Backend backend) => new(backend, TwoPerMinute);

    private (LeaseRefusal Refusal, DateTimeOffset? RetryAt) Take(
        BackendLimits limits, long tokens = 1, bool isEmergency = false, double at = 0)
    {
        var refusal = limits.TryTake(new LeaseKey("r", ++_leases), tokens, isEmergency, At(at), out var retryAt);
        return (refusal, retryAt);
    }
}
