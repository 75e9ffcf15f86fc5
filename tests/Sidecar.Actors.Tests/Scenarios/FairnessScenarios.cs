using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Policies;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>The queue of primary-wait: first come, first served, at the rate that the backend grants.</summary>
public sealed class FairnessScenarios
{
    private const int Many = 50;

    [Fact]
    public void those_who_wait_are_served_in_the_order_they_came_behind_a_single_probe()
    {
        using var kit = SidecarKit.Start(Patient(Primary("a")));
        kit.Upstream.Script("a", Replies(429, 20.Seconds()), Stalls(), Answers());
        for (var i = 0; i < Many; i++)
            kit.Send();

        kit.Pass(20.Seconds());
        Assert.Equal(2, kit.Upstream.Calls.Count);
        Assert.Equal("r1", kit.Upstream.Calls[1].Request);
        kit.Upstream.Calls[1].Release(Answers());
        kit.Settle();

        Assert.All(kit.Conversations, talk => Assert.True(talk.IsOver));
        Assert.Equal(Enumerable.Range(1, Many).Select(i => $"r{i}"), kit.Upstream.Calls.Skip(1).Select(call => call.Request));
    }

    [Fact]
    public void they_are_released_at_the_rate_of_the_backend()
    {
        using var kit = SidecarKit.Start(Patient(Primary("a") with { Rpm = 10 }));
        kit.Upstream.Script("a", Replies(429, 20.Seconds()), Answers());
        for (var i = 0; i < Many; i++)
            kit.Send();

        kit.Pass(400.Seconds());

        // One start of the first window was spent on the 429; after that each window of 60 s lets 10 through.
        Assert.Equal([1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1], kit.Upstream.Calls.GroupBy(call => call.At).Select(instant => instant.Count()));
        Assert.Equal(Enumerable.Range(1, Many).Select(i => $"r{i}"), kit.Upstream.Calls.Skip(1).Select(call => call.Request));
    }

    [Fact]
    public void a_probe_that_fails_sends_nobody_else()
    {
        using var kit = SidecarKit.Start(Patient(Primary("a")));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Replies(429, 40.Seconds()), Answers());
        for (var i = 0; i < Many; i++)
            kit.Send();

        kit.Pass(35.Seconds());

        CalledAt("a", 0, 5)(new Played(kit, kit.Conversations[0]));
    }

    [Fact]
    public void newcomers_do_not_overtake_those_who_wait()
    {
        using var kit = SidecarKit.Start(Patient(Primary("a") with { Rpm = 2 }));
        kit.Upstream.Script("a", Answers());
        for (var i = 0; i < 5; i++)
            kit.Send();
        kit.Pass(60.Seconds());
        kit.Send();
        kit.Pass(0.25.Seconds());
        kit.Send();

        kit.Pass(200.Seconds());

        Assert.Equal(Enumerable.Range(1, 7).Select(i => $"r{i}"), kit.Upstream.Calls.Select(call => call.Request));
    }

    [Fact]
    public void newcomers_do_not_overtake_in_any_order_of_events()
    {
        for (var order = 0; order < 60; order++)
        {
            using var kit = SidecarKit.Start(Patient(Primary("a") with { MaxConcurrency = 1 }) with { Interleaving = order });
            kit.Upstream.Script("a", Answers());
            var running = kit.Send(ChatRequest() with { Holds = true });
            kit.Send();

            running.EndRelay(RelayOutcome.Completed);
            kit.SettleSome(order % 6);
            kit.Post(ChatRequest());
            kit.Settle();

            Assert.Equal(["r1", "r2", "r3"], kit.Upstream.Calls.Select(call => call.Request));
        }
    }

    [Fact]
    public void newcomers_take_the_fallback_pool_rather_than_what_is_promised_to_others()
    {
        using var kit = SidecarKit.Start(Patient(Primary("a") with { MaxConcurrency = 1 }, Fallback("b") with { MaxConcurrency = 1 }));
        kit.Upstream.Script("a", Streams(lasts: 20.Seconds()));
        kit.Upstream.Script("b", Streams(lasts: 5.Seconds()));
        kit.Send();
        kit.Send();
        var waiting = kit.Send();
        kit.Pass(6.Seconds());

        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(14.Seconds());
        AnsweredBy("a")(new Played(kit, waiting));
    }

    [Fact]
    public void who_failed_keeps_the_place_but_does_not_hold_up_the_others()
    {
        using var kit = SidecarKit.Start(Patient(Primary("a")));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Replies(500), Answers());
        var first = kit.Send();
        var second = kit.Send();

        kit.Pass(60.Seconds());

        // The first request's probe failed and rests the backend for 5 s; the first request itself may try the backend again only after 10
        // s, and the second does not wait for that.
        Assert.Equal(["r1", "r1", "r2", "r1"], kit.Upstream.Calls.Select(call => call.Request));
        Assert.True(first.IsOver && second.IsOver);
    }

    [Fact]
    public void a_model_that_cannot_be_served_yet_does_not_hold_up_another()
    {
        using var kit = SidecarKit.Start(Patient(
            Primary("a") with { Models = [Model("x")], MaxConcurrency = 1 },
                Primary("b") with { Models = [Model("y")], MaxConcurrency = 1 }));
        kit.Upstream.Script("a", Streams(lasts: 60.Seconds()));
        kit.Upstream.Script("b", Streams(lasts: 5.Seconds()), Answers());
        kit.Send("x");
        kit.Send("y");
        kit.Send("x");
        var y = kit.Send("y");

        kit.PassUntilOver(y);

        Assert.Equal(5.Seconds(), y.AnsweredAt - y.SentAt);
    }

    private static World Patient(params Domain.Backends.Backend[] backends) => new(backends)
    {
        Walk = new WalkPolicy
        {
            Routing = new RoutingPolicy(3, RoutingStrategy.InOrder),
            PrimaryWait = new PrimaryWaitPolicy(50, 10.Seconds(), 1000),
            Emergency = new EmergencyPolicy(Rounds: 0),
            Deadline = 10.Minutes(),
        },
    };
}
