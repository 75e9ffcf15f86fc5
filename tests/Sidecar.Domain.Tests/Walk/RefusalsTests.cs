using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

public sealed class RefusalsTests
{
    [Fact]
    public void exhausted_pools_say_when_to_come_back_and_that_clients_should_not_retry()
    {
        var refusal = Refusals.AllPoolsExhausted(7, "primary: key refused");

        Assert.Equal((503, "all_pools_exhausted", "AllPoolsExhausted", 7, false),
            (refusal.Status, refusal.Code, refusal.Type, refusal.RetryAfterSeconds, refusal.MayRetry));
        Assert.Equal("Service unavailable: all provider pools exhausted (primary: key refused)", refusal.Message);
    }

    [Fact]
    public void statuses_and_codes_are_the_contracts()
    {
        Assert.Equal(
            [(503, "shutting_down"), (500, "internal_error"), (503, "no_backend_configured"), (404, "no_backend_for_model"),
                (413, "request_too_large"),
                (401, "invalid_client_key"), (404, "model_not_allowed"), (429, "client_rate_limited")],
            new[] { Refusals.ShuttingDown, Refusals.InternalError, Refusals.NoBackendConfigured, Refusals.NoBackendForModel("m"),
                Refusals.RequestTooLarge(5), Refusals.InvalidClientKey, Refusals.ModelNotAllowed("m"), Refusals.ClientRateLimited(1, 2) }
                .Select(r => (r.Status, r.Code)));
        Assert.Null(Refusals.NoBackendForModel("m").RetryAfterSeconds);
        Assert.All([Refusals.NoBackendForModel("m"), Refusals.ModelNotAllowed("m")], r => Assert.Equal("model_not_found", r.Error.Code));
    }

    [Fact]
    public void a_long_name_of_the_clients_choice_is_cut()
    {
        var message = Refusals.NoBackendForModel(new string('x', 100_000)).Message;

        Assert.InRange(message.Length, 200, 300);
    }

    [Fact]
    public void phases_have_their_names_on_the_wire() => Assert.Equal(
        ["routing", "primary-wait", "emergency", "relaying"], Enum.GetValues<RequestPhase>().Select(p => p.ToWire()));
}
