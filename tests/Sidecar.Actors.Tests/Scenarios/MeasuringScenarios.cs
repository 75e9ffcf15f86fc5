using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Actors.Tests.Scenarios;

using static Fleet;
using static UpstreamWords;

/// <summary>Telemetry reports the times of a walk by the walk's own clock.</summary>
public sealed class MeasuringScenarios
{
    [Fact]
    public void a_wait_is_measured_as_long_as_it_took_and_is_not_sidecars_own_time()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Replies(429, retryAfter: 4.Seconds()), Streams(lasts: 3.Seconds()));

        kit.PassUntilOver(kit.Send());
        kit.Pass(10.Seconds());

        Assert.Equal([4.0], measured.Of(Metrics.QueueWait, Attributes.Outcome, WaitOutcomes.Served));
        Assert.Equal([0.0], measured.Of(Metrics.AddedLatency, Attributes.Phase, "primary-wait"));
        Assert.Equal([7.0], measured.Of(Metrics.RequestDuration, Attributes.Outcome, "completed"));
        Assert.Equal([1.0], measured.Of(Metrics.Cooldowns, Attributes.Reason, "rate_limited"));
        Assert.Equal([1.0, 1.0], measured.Of(Metrics.Attempts, Attributes.Backend, "a"));
        Assert.Equal([1.0], measured.Of(Metrics.Attempts, Attributes.ErrorType, "upstream_rate_limited"));
    }

    [Fact]
    public void a_wait_that_brings_nothing_is_given_up()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        using var measured = new Measured(kit.Telemetry);
        // The backend seems about to recover in time, but does not.
        kit.Upstream.Script("a", Replies(429, retryAfter: 9.Seconds()), Stalls());
        kit.Send();
        kit.Pass(1.Seconds());
        kit.PassUntilOver(kit.Send());

        Assert.Single(measured.Of(Metrics.QueueWait, Attributes.Outcome, WaitOutcomes.GaveUp));
        Assert.Equal([1.0], measured.Of(Metrics.EmergencyActivations));
        Assert.Equal([1.0], measured.Of(Metrics.Exhausted));
        Assert.Equal([1.0], measured.Of(Metrics.Phases, Attributes.Phase, "emergency"));
    }

    [Fact]
    public void who_hangs_up_while_waiting_is_told_apart()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Replies(429, retryAfter: 5.Seconds()));
        var waiting = kit.Send();
        kit.Pass(2.Seconds());

        Assert.Equal(1, kit.Actors.Board.Waiting);
        waiting.HangUp();

        Assert.Equal([2.0], measured.Of(Metrics.QueueWait, Attributes.Outcome, WaitOutcomes.ClientGone));
        Assert.Equal([2.0], measured.Of(Metrics.RequestDuration, Attributes.Outcome, "client_gone"));
        Assert.Equal(0, kit.Actors.Board.Waiting);
    }

    [Fact]
    public void gauges_show_a_rest_and_its_end()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Replies(429, retryAfter: 30.Seconds()));
        kit.Upstream.Script("b", Answers());
        kit.PassUntilOver(kit.Send());
        kit.Pass(10.Seconds());

        Assert.Equal(20, measured.Now(Metrics.BackendRest, (Attributes.Backend, "a")));
        Assert.Equal("cooling", StateOf(measured, "a"));
        Assert.Equal("available", StateOf(measured, "b"));

        kit.Pass(25.Seconds());

        Assert.Equal(0, measured.Now(Metrics.BackendRest, (Attributes.Backend, "a")));
        Assert.Equal("probing", StateOf(measured, "a"));
        Assert.Equal(RestMode.Probing, kit.State("a").Whole.Mode);
    }

    [Fact]
    public void what_is_left_of_a_window_comes_back_when_nobody_asks()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 5 });
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Answers(), Answers());
        kit.PassUntilOver(kit.Send());
        kit.PassUntilOver(kit.Send());

        Assert.Equal(3, measured.Now(Metrics.RequestsLeft, (Attributes.Backend, "a")));
        kit.Pass(61.Seconds());
        Assert.Equal(5, measured.Now(Metrics.RequestsLeft, (Attributes.Backend, "a")));
    }

    private static string StateOf(Measured measured, string backend)
    {
        foreach (var state in new[] { "available", "partly_cooling", "cooling", "probing", "disabled" })
            if (measured.Now(Metrics.BackendState, (Attributes.Backend, backend), (Attributes.State, state)) == 1)
                return state;
        return "none";
    }
}
