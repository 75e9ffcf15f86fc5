using Sidecar.Host.Dashboard.Feed;
using Sidecar.Host.Dashboard.Parts;

namespace Sidecar.Host.Tests.Dashboard;

public sealed class FiguresTests
{
    [Fact]
    public void what_is_unknown_is_a_dash() =>
        Assert.All([Figures.Count(null), Figures.Cost(null), Figures.Milliseconds((Percentiles?)null), Figures.Share(0, 0)], shown =>
            Assert.Equal("–", shown));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(90, "90 s")]
    [InlineData(91, "2 min")]
    [InlineData(5_401, "2 h")]
    [InlineData(-1, "0 s")]
    public void a_countdown_is_rounded_up(double seconds, string shown) => Assert.Equal(shown, Figures.Left(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.25, "0.3 ms")]
    [InlineData(9_999, "9,999 ms")]
    [InlineData(12_345, "12.3 s")]
    public void a_duration_has_the_unit_that_suits_it(double milliseconds, string shown) =>
        Assert.Equal(shown, Figures.Milliseconds(milliseconds));

    [Theory]
    [InlineData(12, 9_999, "12 · 9,999 ms")]
    [InlineData(2.5, 9, "2.5 ms · 9.0 ms")]
    [InlineData(700, 12_000, "700 ms · 12.0 s")]
    public void two_durations_in_the_same_unit_name_it_once(double p50, double p95, string shown) =>
        Assert.Equal(shown, Figures.Milliseconds(new Percentiles(p50, p95)));

    [Theory]
    [InlineData(1, 1000, "0.1 %")]
    [InlineData(1, 2, "50 %")]
    [InlineData(0, 7, "0 %")]
    public void a_small_share_is_not_shown_as_none(int part, int whole, string shown) => Assert.Equal(shown, Figures.Share(part, whole));
}
