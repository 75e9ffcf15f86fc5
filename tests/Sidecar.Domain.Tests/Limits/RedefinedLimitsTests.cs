using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

public sealed class RedefinedLimitsTests
{
    private readonly BackendLimits _limits = new(Sample.Backend() with { Rpm = 3, MaxConcurrency = 5 }, new EmergencyPolicy(40, 0.25, 3));

    [Fact]
    public void a_lowered_rpm_counts_what_was_started_before()
    {
        foreach (var second in new[] { 0, 10, 20 })
            Assert.Equal(LeaseRefusal.None, Take(second));
        _limits.Redefine(Sample.Backend() with { Rpm = 1 });

        Assert.Equal(LeaseRefusal.Rpm, Take(61));
        Assert.Equal(LeaseRefusal.Rpm, Take(80));
        Assert.Equal(LeaseRefusal.None, Take(80.25));
    }

    [Fact]
    public void a_raised_rpm_counts_at_once()
    {
        for (var i = 0; i < 3; i++)
            Take(i);
        Assert.Equal(LeaseRefusal.Rpm, Take(4));
        _limits.Redefine(Sample.Backend() with { Rpm = 4 });

        Assert.Equal((LeaseRefusal.None, LeaseRefusal.Rpm), (Take(5), Take(6)));
    }

    [Fact]
    public void leases_in_flight_count_under_the_new_concurrency_too()
    {
        Take(0);
        Take(1);
        _limits.Redefine(Sample.Backend() with { MaxConcurrency = 2 });
        Assert.Equal(LeaseRefusal.Concurrency, Take(2));

        _limits.Return(new LeaseKey("0", 1), null);
        Assert.Equal(LeaseRefusal.None, Take(3));
    }

    private LeaseRefusal Take(double second) =>
        _limits.TryTake(new LeaseKey(second.ToString(System.Globalization.CultureInfo.InvariantCulture), 1), 1, false, At(second), out _);
}
