using Sidecar.Host.Dashboard.History;

namespace Sidecar.Host.Tests.Dashboard;

public sealed class CurveTests
{
    [Fact]
    public void a_line_is_broken_where_nothing_is_known_and_a_lone_value_is_a_dash() =>
        Assert.Equal("M0,50h10M25,100L35,0", new Curve("", "", [5, null, 0, 10]).Path(40, 100, 10));

    [Fact]
    public void without_values_nothing_is_drawn() => Assert.Equal("", new Curve("", "", [null, null]).Path(40, 100, 10));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.03, 0.05)]
    [InlineData(1, 1)]
    [InlineData(11, 20)]
    [InlineData(21, 25)]
    [InlineData(999, 1000)]
    [InlineData(10, 10)]
    public void the_top_is_a_round_number_that_nothing_exceeds(double most, double top) =>
        Assert.Equal(top, Curve.TopOf([new Curve("", "", [0, most, null])]), 12);

    [Fact]
    public void a_time_that_is_not_over_is_not_drawn_unless_it_is_all_there_is()
    {
        Assert.Equal([1, 2, null], new Curve("", "", [1, 2, 3]).Settled().Values);
        Assert.Equal([null, 3], new Curve("", "", [null, 3]).Settled().Values);
    }
}
