using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Actors.Tests.Scenarios;

using static Fleet;
using static UpstreamWords;

/// <summary>Telemetry says what requests cost, whose they are, and what was cut.</summary>
public sealed class UsageMeasuringScenarios
{
    private static readonly TokenUsage Known = new(1000, null, 500, null, null);

    [Fact]
    public void a_priced_answer_has_its_cost_and_its_clients_tokens()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Models = [new ServedModel("m", InputCost: 1e-6m, OutputCost: 2e-6m)] });
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Answers(usage: Known));

        kit.PassUntilOver(kit.Send(ChatRequest() with { Client = "team" }));

        Assert.Equal([0.002], measured.Of(Metrics.Cost, Attributes.Client, "team"));
        Assert.Equal([0.002], measured.Of(Metrics.Cost, Attributes.RequestModel, "m"));
        Assert.Equal([1000.0], measured.Of(Metrics.ClientTokens, Attributes.TokenType, Values.InputTokens));
        Assert.Equal([500.0], measured.Of(Metrics.ClientTokens, Attributes.TokenType, Values.OutputTokens));
        Assert.Equal([1.0], measured.Of(Metrics.ClientRequests, Attributes.Outcome, "completed"));
    }

    [Fact]
    public void without_a_price_or_a_client_nothing_is_made_up()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Answers(usage: Known));

        kit.PassUntilOver(kit.Send());

        Assert.Empty(measured.Of(Metrics.Cost));
        Assert.Empty(measured.Of(Metrics.ClientTokens));
        Assert.Empty(measured.Of(Metrics.ClientRequests));
    }

    [Fact]
    public void a_hundred_clients_are_named_and_the_others_summed()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Answers().Times(120));

        for (var i = 0; i < 120; i++)
            kit.PassUntilOver(kit.Send(ChatRequest() with { Client = $"client-{i}" }));

        Assert.Equal(20, measured.Of(Metrics.ClientRequests, Attributes.Client, Values.OtherClient).Count);
        Assert.Single(measured.Of(Metrics.ClientRequests, Attributes.Client, "client-99"));
        Assert.Empty(measured.Of(Metrics.ClientRequests, Attributes.Client, "client-100"));
    }

    [Fact]
    public void an_attempt_that_is_silent_for_its_slice_is_counted_and_one_that_fails_is_not()
    {
        using var kit = SidecarKit.Start(Primary("a"), Primary("b"), Fallback("c"));
        using var measured = new Measured(kit.Telemetry);
        kit.Upstream.Script("a", Stalls());
        kit.Upstream.Script("b", Replies(500));
        kit.Upstream.Script("c", Streams());

        kit.PassUntilOver(kit.Send(ChatRequest() with { Stream = true }));

        Assert.Equal([1.0], measured.Of(Metrics.AttemptsCut, Attributes.Backend, "a"));
        Assert.Empty(measured.Of(Metrics.AttemptsCut, Attributes.Backend, "b"));
    }

    [Fact]
    public void a_backend_of_which_nothing_is_known_shows_no_limit()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        using var measured = new Measured(kit.Telemetry);

        foreach (var measure in new[] { LimitMeasures.AtOnce, LimitMeasures.RequestsPerMinute, LimitMeasures.TokensPerMinute })
            Assert.Equal(0, measured.Now(Metrics.LearnedLimit, (Attributes.Backend, "a"), (Attributes.Measure, measure)));
    }

    [Fact]
    public void the_log_says_of_a_rest_what_is_known_and_no_more()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(401));
        kit.Upstream.Script("b", Answers());

        kit.PassUntilOver(kit.Send());

        var line = Assert.Single(kit.Logs.Lines, line => line.Text.StartsWith("backend a rests:", StringComparison.Ordinal)).Text;
        Assert.Equal("backend a rests: credentials for 600.0 s (request r1, status 401)", line);
    }
}
