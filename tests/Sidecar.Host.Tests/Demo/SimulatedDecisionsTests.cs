using Sidecar.Host.Demo;

namespace Sidecar.Host.Tests.Demo;

public sealed class SimulatedDecisionsTests
{
    private static readonly SimulatedBackend Plain = new("a", "primary", Limit: 3);

    [Fact]
    public void beyond_its_limit_it_throttles_and_says_truly_when_it_will_not()
    {
        var decisions = new SimulatedDecisions(Plain, seed: 1);
        foreach (var second in (double[])[0, 1, 2])
            Assert.Equal(SimulatedReply.Serve, At(decisions, second).Reply);

        var (reply, retryAfter) = At(decisions, 4);

        Assert.Equal((SimulatedReply.Throttle, TimeSpan.FromSeconds(6)), (reply, retryAfter));
        Assert.Equal(SimulatedReply.Throttle, At(decisions, 9.99).Reply);
        Assert.Equal(SimulatedReply.Serve, At(decisions, 10).Reply);
        Assert.Equal(SimulatedReply.Throttle, At(decisions, 10.5).Reply);
    }

    [Fact]
    public void a_refused_key_is_refused_whatever_is_asked() =>
        Assert.Equal(SimulatedReply.RefuseKey, At(new SimulatedDecisions(Plain with { KeyIsRefused = true }, seed: 1), 0).Reply);

    [Theory]
    [InlineData(19, SimulatedReply.Serve)]
    [InlineData(20, SimulatedReply.Fail)]
    [InlineData(87, SimulatedReply.Fail)]
    [InlineData(88, SimulatedReply.Serve)]
    public void an_outage_comes_again_each_minute(double second, object reply) =>
        Assert.Equal(reply, At(new SimulatedDecisions(Plain with { Outage = new(20, 28) }, seed: 1), second).Reply);

    [Fact]
    public void only_streams_stall_or_break_off()
    {
        var decisions = new SimulatedDecisions(Plain with { Limit = 10_000, StallShare = 0.5, CutShare = 0.5 }, seed: 1);

        var streams = Enumerable.Range(0, 1000).Select(_ => decisions.Decide(TimeSpan.Zero, isStream: true).Reply).CountBy(reply => reply)
            .ToDictionary();
        var others = Enumerable.Range(0, 1000).Select(_ => decisions.Decide(TimeSpan.Zero, isStream: false).Reply);

        Assert.InRange(streams[SimulatedReply.Stall], 400, 600);
        Assert.Equal(1000, streams[SimulatedReply.Stall] + streams[SimulatedReply.Cut]);
        Assert.All(others, reply => Assert.Equal(SimulatedReply.Serve, reply));
    }

    [Fact]
    public void each_minute_holds_more_than_all_upstreams_can_serve_and_a_time_to_recover()
    {
        var capacity = SimulatedBackend.All.Where(backend => !backend.KeyIsRefused)
            .Sum(backend => backend.Limit) / SimulatedBackend.Window.TotalSeconds;

        var rates = Enumerable.Range(0, 60).Select(second => DemoPace.RateAt(TimeSpan.FromSeconds(second))).ToList();

        Assert.True(rates.Max() > capacity && rates[0] < capacity / 2 && rates[^1] < capacity / 2);
        Assert.Equal(rates[7], DemoPace.RateAt(TimeSpan.FromSeconds(67)));
    }

    private static (SimulatedReply Reply, TimeSpan RetryAfter) At(SimulatedDecisions decisions, double second) =>
        decisions.Decide(TimeSpan.FromSeconds(second), isStream: false);
}
