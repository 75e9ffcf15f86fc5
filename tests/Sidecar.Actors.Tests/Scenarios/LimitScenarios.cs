using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Policies;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>Requests and tokens per minute, and concurrent attempts.</summary>
public sealed class LimitScenarios
{
    [Fact]
    public void a_full_request_window_sends_newcomers_to_the_next_pool()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 3 }, Fallback("b"));
        kit.Upstream.Script("a", Answers());
        kit.Upstream.Script("b", Answers());

        for (var i = 0; i < 5; i++)
            kit.Send();

        Assert.Equal((3, 2), (kit.Upstream.CallsTo("a").Count, kit.Upstream.CallsTo("b").Count));
        Assert.Equal(3, kit.Status("a").StartedInWindow);
    }

    [Fact]
    public void the_window_slides_with_each_start()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 2 }, Fallback("b"));
        kit.Upstream.Script("a", Answers());
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Pass(30.Seconds());
        kit.Send();
        kit.Pass(30.25.Seconds());

        kit.Send();
        kit.Send();

        CalledAt("a", 0, 30, 60.25)(new Played(kit, kit.Conversations[^1]));
    }

    [Fact]
    public void what_no_limit_holds_back_is_open_to_a_pick_whose_clock_was_read_before()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        var before = kit.Now;
        kit.Pass(1.Seconds());

        kit.Send();

        Assert.Equal([0], kit.Actors.Board.Current.Loads(before));
    }

    [Fact]
    public void failed_attempts_use_up_the_window_too()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 2 }, Fallback("b"));
        kit.Upstream.Script("a", Replies(500));
        kit.Upstream.Script("b", Answers());

        for (var i = 0; i < 4; i++)
            kit.Send();

        Assert.Equal(2, kit.Upstream.CallsTo("a").Count);
    }

    [Fact]
    public void estimated_tokens_are_taken_at_the_start_and_settled_by_usage()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Tpm = 1000 }, Fallback("b"));
        kit.Upstream.Script("a", Answers(usage: new(100, null, 100, null, 200)));
        kit.Upstream.Script("b", Answers());

        for (var i = 0; i < 6; i++)
            kit.Send(ChatRequest() with { MaxTokens = 599 });

        // Each counts 600 at the start and 200 once settled: two settled ones leave room for the estimate of a third, then the window is
        // full.
        Assert.Equal((3, 3), (kit.Upstream.CallsTo("a").Count, kit.Upstream.CallsTo("b").Count));
    }

    [Fact]
    public void no_more_attempts_are_in_flight_than_allowed()
    {
        using var kit = SidecarKit.Start(Primary("a") with { MaxConcurrency = 2 }, Fallback("b"));
        kit.Upstream.Script("a", Streams(lasts: 10.Seconds()));
        kit.Upstream.Script("b", Answers());

        for (var i = 0; i < 5; i++)
            kit.Send();

        Assert.Equal(2, kit.Status("a").InFlight);
        Assert.Equal(3, kit.Upstream.CallsTo("b").Count);
        kit.Pass(10.Seconds());
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void requests_are_spread_over_the_least_loaded()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"), Primary("b") with { Weight = 2 }) { Walk = new WalkPolicy() });
        kit.Upstream.Script("a", Streams(lasts: 60.Seconds()));
        kit.Upstream.Script("b", Streams(lasts: 60.Seconds()));

        for (var i = 0; i < 30; i++)
            kit.Send();

        Assert.Equal((10, 20), (kit.Status("a").InFlight, kit.Status("b").InFlight));
    }
}
