using Sidecar.Host.Tests.Budgets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>What Prometheus scrapes. Runs alone in the process, because a listener hears every Sidecar in it.</summary>
[Collection(AllocationBudgetTests.Alone)]
public sealed class MetricsTests
{
    [Fact]
    public async Task after_a_storm_the_numbers_say_what_happened()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        a.Then(Reply.RateLimited("600"));
        b.Then(Reply.Chat).Then(Reply.HangUp).Then(Reply.Stream(Events.Chat("x", "y")));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: "rpm = 10") + Backend("b", b, "fallback", more: """models = [{ name = "m" }], tpm = 1000000""") + Calm + "cooldown.jitter = 0");
        await Scrape.Begin(sidecar);

        var statuses = new List<int>();
        foreach (var body in new[] { Chat.Plain, Chat.Plain, Chat.Streamed })
        {
            using var response = await sidecar.Post(body);
            statuses.Add((int)response.StatusCode);
            await response.Text();
            await sidecar.Ended(response.Id());
        }
        await sidecar.Audit();
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 3);

        Assert.Equal([200, 503, 200], statuses);
        Assert.Equal(1, scrape.Sum("sidecar_attempts_total", ("sidecar_backend", "a"), ("error_type", "upstream_rate_limited"),
            ("sidecar_pool", "primary")));
        Assert.Equal(1, scrape.Sum("sidecar_attempts_total", ("sidecar_backend", "b"), ("error_type", "upstream_protocol")));
        Assert.Equal(3, scrape.Sum("sidecar_attempts_total", ("sidecar_backend", "b"), ("sidecar_phase", "routing")));
        Assert.Equal(4, scrape.Sum("gen_ai_client_operation_duration_seconds_count", ("gen_ai_operation_name", "chat"),
            ("gen_ai_provider_name", "openai"), ("gen_ai_request_model", "m")));
        Assert.Equal((11, 7), (scrape.Sum("gen_ai_client_token_usage_sum", ("gen_ai_token_type", "input")),
            scrape.Sum("gen_ai_client_token_usage_sum", ("gen_ai_token_type", "output"))));
        Assert.Equal(1, scrape.Sum("gen_ai_client_token_usage_count", ("gen_ai_token_type", "input")));
        Assert.Equal(1, scrape.Sum("gen_ai_client_operation_time_to_first_chunk_seconds_count", ("sidecar_backend", "b")));
        Assert.Equal((1, 0), (scrape.Sum("sidecar_request_exhausted_total"), scrape.Sum("sidecar_emergency_activations_total")));
        Assert.Equal(1, scrape.Sum("sidecar_request_duration_seconds_count", ("sidecar_outcome", "all_pools_exhausted"),
            ("http_response_status_code", "503")));
        Assert.Equal(2, scrape.Sum("sidecar_request_duration_seconds_count", ("sidecar_outcome", "completed"),
            ("http_response_status_code", "200")));
        Assert.Equal(2, scrape.Sum("sidecar_request_added_latency_seconds_count"));
        Assert.Equal(3, scrape.Sum("sidecar_phases_total", ("sidecar_phase", "routing")));
        Assert.Equal(1, scrape.Sum("sidecar_cooldowns_total", ("sidecar_backend", "a"), ("sidecar_reason", "rate_limited")));
        Assert.Equal((1, 0), (scrape.Sum("sidecar_backend_state", ("sidecar_backend", "a"), ("sidecar_state", "cooling")),
            scrape.Sum("sidecar_backend_state", ("sidecar_backend", "a"), ("sidecar_state", "available"))));
        Assert.Equal(1, scrape.Sum("sidecar_backend_state", ("sidecar_backend", "b"), ("sidecar_state", "available")));
        Assert.InRange(scrape.Sum("sidecar_backend_rest_remaining_seconds", ("sidecar_backend", "a")), 500, 600);
        Assert.Equal((1, 9), (scrape.Sum("sidecar_backend_streak", ("sidecar_backend", "a")),
            scrape.Sum("sidecar_backend_requests_remaining")));
        Assert.InRange(scrape.Sum("sidecar_backend_tokens_remaining"), 999_000, 999_999);
        Assert.InRange(scrape.Sum("sidecar_journal_latency_seconds_count"), 1, 10);
        Assert.Equal((0, 0, 0), (scrape.Sum("sidecar_journal_pending"), scrape.Sum("sidecar_request_active"),
            scrape.Sum("sidecar_ledger_dropped_total")));
    }

    [Fact]
    public async Task a_wait_and_an_emergency_are_counted()
    {
        var live = new LiveStream();
        await using var a = await FakeUpstream.Start();
        a.Then(live.Reply).Then(Reply.RateLimited("600")).Then(Reply.Chat);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a)
            + "primary-wait { max-retries = 1, interval = 50ms }, emergency.rounds = 1");
        await Scrape.Begin(sidecar);
        // While something is in flight, a wait may end well.
        var first = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var streaming = await first;

        using var response = await sidecar.Post();
        await sidecar.Ended(response.Id());
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 1);

        Assert.Equal("emergency", response.Label("phase"));
        Assert.Equal(1, scrape.Sum("sidecar_queue_wait_seconds_count", ("sidecar_outcome", "gave_up")));
        Assert.InRange(scrape.Sum("sidecar_queue_wait_seconds_sum"), 0.05, 20);
        Assert.Equal((1, 0), (scrape.Sum("sidecar_emergency_activations_total"), scrape.Sum("sidecar_queue_length")));
        Assert.Equal([2, 1, 1], new[] { "routing", "primary-wait", "emergency" }.Select(
            phase => scrape.Sum("sidecar_phases_total", ("sidecar_phase", phase))));
        Assert.Equal(1, scrape.Sum("sidecar_request_added_latency_seconds_count", ("sidecar_phase", "emergency")));
        live.End();
    }

    [Fact]
    public async Task a_session_that_stays_and_a_clients_cost_are_counted()
    {
        const string Body = """{"model":"m","messages":[],"prompt_cache_key":"one-conversation"}""";
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: """models = [{ name = "m", input-cost = 1e-6, output-cost = 2e-6 }]""")
                + Backend("b", "http://127.0.0.1:1/v1", "fallback") + OnlyRouting);
        await Scrape.Begin(sidecar);

        foreach (var body in new[] { Body, Body, """{"model":"m","messages":[],"prompt_cache_key":"another"}""" })
            using (var response = await sidecar.Post(body))
            {
                await response.Text();
                await sidecar.Ended(response.Id());
            }
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 3);

        Assert.Equal((3, 0), (scrape.Sum("sidecar_session_requests_total", ("sidecar_affinity", "hit")),
            scrape.Sum("sidecar_session_requests_total", ("sidecar_affinity", "moved"))));
        Assert.Equal(["at_once", "requests_per_minute", "tokens_per_minute"], scrape.Values("sidecar_measure").Order());
        Assert.Equal(0, scrape.Sum("sidecar_backend_limit_learned", ("sidecar_backend", "a")));
        Assert.False(scrape.Has("sidecar_cost_total", "sidecar_client"));
    }

    [Fact]
    public async Task the_time_between_chunks_is_measured_in_streams_alone()
    {
        var live = new LiveStream();
        await using var a = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        await Scrape.Begin(sidecar);

        var asking = sidecar.Post(Chat.Streamed);
        await live.Begin();
        await live.Send(Events.Delta("1"));
        using var response = await asking;
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Events.Delta("1"));
        foreach (var word in new[] { "2", "3" })
        {
            await live.Send(Events.Delta(word));
            await body.ReadThrough(Events.Delta(word));
        }
        live.End();
        await body.ReadRest();
        await sidecar.Ended(response.Id());
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 1);

        Assert.Equal(2, scrape.Sum("gen_ai_client_operation_time_per_output_chunk_seconds_count", ("gen_ai_operation_name", "chat")));
    }

    [Fact]
    public async Task requests_that_are_refused_unread_are_measured_too()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "http.max-request-body = 1KiB");
        await Scrape.Begin(sidecar);

        using var response = await sidecar.Post(new string('x', 2000));
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 1);

        Assert.Equal(1, scrape.Sum("sidecar_request_duration_seconds_count", ("sidecar_outcome", "request_too_large"),
            ("http_response_status_code", "413")));
        Assert.False(scrape.Has("sidecar_request_duration_seconds_count", "sidecar_phase"));
    }

    [Fact]
    public async Task a_disabled_sdk_measures_nothing()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm, ("OTEL_SDK_DISABLED", "true"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"));

        using var metrics = await sidecar.Get("/metrics");
        using var response = await sidecar.Post();

        Assert.Equal((404, 200), ((int)metrics.StatusCode, (int)response.StatusCode));
    }
}
