using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Limits;

public sealed class DayWindowTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("00:00Z", 0)]
    [InlineData("07:30Z", 450)]
    [InlineData("00:00-08:00", 480)]
    [InlineData("01:00+02:00", 1380)]
    [InlineData("23:59Z", 1439)]
    public void a_day_begins_at_a_time_of_day(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), DayStart.TryParse(text)!.Value.SinceMidnight);

    [Theory]
    [InlineData("")]
    [InlineData("midnight")]
    [InlineData("00:00")]
    [InlineData("24:00Z")]
    [InlineData("0:00Z")]
    [InlineData("00:00Zulu")]
    [InlineData("00:60Z")]
    [InlineData("-0:00Z")]
    public void anything_else_is_none(string text) => Assert.Null(DayStart.TryParse(text));

    [Fact]
    public void it_is_written_as_it_is_read() => Assert.Equal("08:00Z", DayStart.TryParse("00:00-08:00").ToString());

    [Fact]
    public void a_days_requests_are_granted_and_no_more()
    {
        var window = new DayWindow(2, default);
        var noon = Midnight.AddHours(12);
        window.Take(noon);
        Assert.Equal(noon, window.NextAt(noon));
        window.Take(noon);

        Assert.Equal(Midnight.AddDays(1) + RequestWindow.Guard, window.NextAt(noon));
        Assert.Equal(2, window.Used(noon));
        Assert.Equal(0, window.Used(Midnight.AddDays(1)));
    }

    [Fact]
    public void the_day_begins_where_it_is_said_to()
    {
        var window = new DayWindow(1, DayStart.TryParse("07:00Z")!.Value);
        window.Take(Midnight.AddHours(6));

        Assert.Equal(Midnight.AddHours(7) + RequestWindow.Guard, window.NextAt(Midnight.AddHours(6.5)));
        Assert.Equal(Midnight.AddHours(8), window.NextAt(Midnight.AddHours(8)));
    }

    [Fact]
    public void what_leaves_at_the_days_end_may_arrive_in_the_next()
    {
        var window = new DayWindow(1, default);
        window.Take(Midnight.AddMilliseconds(-100));

        Assert.Equal(1, window.Used(Midnight.AddSeconds(1)));
    }

    [Fact]
    public void what_leaves_at_a_days_beginning_may_arrive_in_the_one_before()
    {
        var window = new DayWindow(1, default);
        window.Take(Midnight.AddHours(-1));

        Assert.Equal(Midnight + RequestWindow.Guard, window.NextAt(Midnight.AddMilliseconds(10)));
    }

    [Fact]
    public void another_beginning_does_not_forget_what_was_started()
    {
        var window = new DayWindow(1, default);
        window.Take(Midnight.AddHours(5));
        window.Begins = DayStart.TryParse("06:00Z")!.Value;

        Assert.Equal(1, window.Used(Midnight.AddHours(7)));
        Assert.Equal(0, window.Used(Midnight.AddHours(31)));
    }

    [Fact]
    public void a_limit_of_none_grants_everything_and_counts_for_the_one_that_may_come()
    {
        var window = new DayWindow(0, default);
        for (var i = 0; i < 9; i++)
            window.Take(Midnight);
        Assert.Equal(Midnight, window.NextAt(Midnight));
        window.Limit = 9;

        Assert.True(window.NextAt(Midnight) > Midnight);
    }

    [Fact]
    public void a_backends_day_goes_before_its_minute()
    {
        var limits = new BackendLimits(Sample.Backend() with { Rpm = 1, Rpd = 1 }, new());
        Assert.Equal(LeaseRefusal.None, limits.TryTake(new LeaseKey("r", 1), 1, false, Midnight.AddHours(1), out _));

        Assert.Equal(LeaseRefusal.Rpd, limits.TryTake(new LeaseKey("r", 2), 1, false, Midnight.AddHours(1), out var retryAt));
        Assert.Equal(Midnight.AddDays(1) + RequestWindow.Guard, retryAt);
        Assert.Equal(retryAt, limits.NextAt(Midnight.AddHours(2)));
    }

    [Fact]
    public void windows_go_on_with_what_was_started_before()
    {
        var limits = new BackendLimits(Sample.Backend() with { Rpm = 2, Tpm = 100, Rpd = 5 }, new());
        var now = Midnight.AddHours(1);
        limits.Resume(new PastStarts(4, [new PastStart(now.AddSeconds(-30), "m", 10), new PastStart(now.AddSeconds(-10), "m", 70)]), now);

        Assert.Equal((2, 80, 4), (limits.Started(now), limits.Tokens(now), limits.StartedToday(now)));
        Assert.Equal(LeaseRefusal.Rpm, limits.Check(1, false, now, out var retryAt));
        Assert.Equal(now.AddSeconds(30) + RequestWindow.Guard, retryAt);
    }
}
