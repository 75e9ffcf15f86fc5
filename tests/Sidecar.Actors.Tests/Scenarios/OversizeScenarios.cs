using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>Requests larger than a backend's own limit.</summary>
public sealed class OversizeScenarios
{
    [Fact]
    public Task what_does_not_fit_goes_elsewhere_while_it_fits_there() =>
        Scenario.Given(Primary("a") with { Tpm = 1000 }, Fallback("b"))
            .Upstream("b", Answers())
            .When(ChatRequest() with { MaxTokens = 20_000 })
            .Then(AnsweredBy("b"), In(Routing, attempts: 1), NotCalled("a"));

    [Fact]
    public Task what_fits_nowhere_is_sent_alone_all_the_same() =>
        Scenario.Given(Primary("a") with { Tpm = 1000 }, Fallback("b") with { Tpm = 2000 })
            .Upstream("a", Answers())
            .When(ChatRequest() with { MaxTokens = 20_000 })
            .Then(AnsweredBy("a"), In(Routing, attempts: 1));

    [Fact]
    public Task no_phase_sends_what_fits_elsewhere() =>
        Scenario.Given(Primary("a") with { Tpm = 1000 }, Fallback("b"))
            .Upstream("b", Replies(429).Times(20))
            .When(ChatRequest() with { MaxTokens = 20_000 })
            .Then(NotCalled("a"));
}
