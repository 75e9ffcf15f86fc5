using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Timing;

namespace Sidecar.Actors.Tests.Timing;

/// <summary>The wall clock is stepped; nothing decided by the engine's own time notices.</summary>
public sealed class SteadyTimeTests
{
    private readonly Wall _wall = new();
    private TimeSpan _uptime = TimeSpan.FromDays(3);

    public static TheoryData<int> Steps => [-3_600, 3_600, -86_400, 86_400, -30 * 86_400, 30 * 86_400];

    [Theory, MemberData(nameof(Steps))]
    public void it_goes_on_from_the_start_whatever_the_wall_clock_does(int step)
    {
        var time = new SteadyTime(_wall, () => _uptime);
        var start = time.GetUtcNow();

        Pass(TimeSpan.FromSeconds(10));
        _wall.Now += TimeSpan.FromSeconds(step);
        Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(start + TimeSpan.FromSeconds(20), time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(step), time.Stepped);
    }

    [Fact]
    public void it_begins_with_what_the_wall_clock_shows() => Assert.Equal(_wall.Now, new SteadyTime(_wall, () => _uptime).GetUtcNow());

    [Theory, MemberData(nameof(Steps))]
    public void a_window_lasts_a_minute_and_a_day_lasts_a_day(int step)
    {
        var time = new SteadyTime(_wall, () => _uptime);
        var backend = new Backend { Id = "a", Pool = "p", BaseUrl = "http://x", Rpm = 5, Rpd = 6 };
        var limits = new BackendLimits(backend, new EmergencyPolicy());
        for (var i = 0; i < 5; i++)
            Assert.Equal(LeaseRefusal.None, limits.TryTake(new LeaseKey("r", i), 1, false, time.GetUtcNow(), out _));
        _wall.Now += TimeSpan.FromSeconds(step);

        Assert.Equal(LeaseRefusal.Rpm, limits.TryTake(new LeaseKey("r", 6), 1, false, time.GetUtcNow(), out _));
        Pass(RequestWindow.Length + RequestWindow.Guard);
        Assert.Equal(LeaseRefusal.None, limits.TryTake(new LeaseKey("r", 7), 1, false, time.GetUtcNow(), out _));
        Assert.Equal(LeaseRefusal.Rpd, limits.TryTake(new LeaseKey("r", 8), 1, false, time.GetUtcNow(), out _));
    }

    [Fact]
    public void the_process_has_one_that_never_goes_back()
    {
        var before = SteadyTime.OfProcess.GetUtcNow();

        Assert.True(SteadyTime.OfProcess.GetUtcNow() >= before);
        Assert.InRange((TimeProvider.System.GetUtcNow() - before).TotalSeconds, -2, 2);
    }

    private void Pass(TimeSpan span)
    {
        _uptime += span;
        _wall.Now += span;
    }

    private sealed class Wall : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
