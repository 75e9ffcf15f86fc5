using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Tests.Limits;

public sealed class EmergencyPolicyTests
{
    [Theory]
    [InlineData(40, 0.25, 10)]
    [InlineData(40, 0.26, 10)]
    [InlineData(40, 0.01, 1)]
    [InlineData(40, 0, 1)]
    [InlineData(1, 0.25, 1)]
    [InlineData(40, 1, 40)]
    [InlineData(100, 0.29, 29)] // 28.999… when multiplied as doubles
    [InlineData(50, 0.58, 29)]
    [InlineData(1_000_000, 0.07, 70_000)]
    public void rpm_per_backend_is_the_floor_of_the_fraction_and_at_least_1(int defaultRpm, double fraction, int rpm) =>
        Assert.Equal(rpm, new EmergencyPolicy(defaultRpm, fraction).RpmPerBackend);

    [Fact]
    public void every_whole_percentage_gives_its_exact_floor()
    {
        for (var rpm = 1; rpm <= 500; rpm++)
            for (var percent = 0; percent <= 100; percent++)
                Assert.Equal(Math.Max(1, rpm * percent / 100), new EmergencyPolicy(rpm, percent / 100.0).RpmPerBackend);
    }
}
