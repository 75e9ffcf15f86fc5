using Sidecar.Host.Tests.Budgets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>What a collector receives about a request, and what an upstream sees of it. Runs alone in the process, because a listener hears
/// every Sidecar in it.</summary>
[Collection(AllocationBudgetTests.Alone)]
public sealed class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientSpan = "b7ad6b7169203331";
    private const string TraceParent = $"00-{TraceId}-{ClientSpan}-01";

    [Fact]
    public async Task a_request_and_its_attempts_form_one_trace_below_the_clients_span()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start(Reply.Stream(Events.Chat("x") + Events.Usage));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm, receiver.Environment);

        using var response = await sidecar.Send(Chat.Request(Chat.Streamed, Chat.Path, ("traceparent", TraceParent),
            ("tracestate", "vendor=1")));
        await response.Text();
        await sidecar.StopAsync();

        var request = Assert.Single(receiver.Spans, s => s.Kind == 2);
        Assert.Equal((TraceId, ClientSpan, "vendor=1", "POST /v1/chat/completions"),
            (request.TraceId, request.ParentId, request.TraceState, request.Name));
        Assert.Equal((200L, response.Id(), "routing", 2L, "completed", 0),
            (request["http.response.status_code"], request["sidecar.request.id"], request["sidecar.phase"], request["sidecar.attempts"],
            request["sidecar.outcome"], request.Status));
        var attempts = receiver.Spans.Where(s => s.Kind == 3).OrderBy(s => s.Start).ToList();
        Assert.Equal(3, receiver.Spans.Count);
        Assert.All(attempts, s => Assert.Equal((TraceId, request.SpanId, "chat m"), (s.TraceId, s.ParentId, s.Name)));
        Assert.All(attempts, s => Assert.InRange(s.Start, request.Start, s.End));
        Assert.All(attempts, s => Assert.InRange(s.End, s.Start, request.End));
        Assert.Equal((429L, "upstream_rate_limited", 2, "a", 1L),
            (attempts[0]["http.response.status_code"], attempts[0]["error.type"], attempts[0].Status, attempts[0]["sidecar.backend"],
            attempts[0]["sidecar.attempt"]));
        Assert.Equal((200L, null, 0, "b", "fallback"), (attempts[1]["http.response.status_code"], attempts[1]["error.type"], attempts[1]
            .Status, attempts[1]["sidecar.backend"], attempts[1]["sidecar.pool"]));
        Assert.Equal(("chat", "openai", "m", "m", true), (attempts[1]["gen_ai.operation.name"], attempts[1]["gen_ai.provider.name"],
            attempts[1]["gen_ai.request.model"], attempts[1]["gen_ai.response.model"], attempts[1]["gen_ai.request.stream"]));
        Assert.Equal((11L, 7L, "127.0.0.1", (long)b.Address.Port),
            (attempts[1]["gen_ai.usage.input_tokens"], attempts[1]["gen_ai.usage.output_tokens"], attempts[1]["server.address"],
            attempts[1]["server.port"]));
        Assert.IsType<double>(attempts[1]["gen_ai.response.time_to_first_chunk"]);
        Assert.Equal(($"00-{TraceId}-{attempts[0].SpanId}-01", $"00-{TraceId}-{attempts[1].SpanId}-01"),
            (a.Requests[0].Header("traceparent"), b.Requests[0].Header("traceparent")));
        Assert.Equal("vendor=1", b.Requests[0].Header("tracestate"));
    }

    [Fact]
    public async Task a_wait_is_a_span_between_the_attempts()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a)
            + "primary-wait { max-retries = 5, interval = 4s }, emergency.rounds = 0, cooldown { base = 1s, jitter = 0 }",
            receiver.Environment);

        using var response = await sidecar.Post();
        await sidecar.StopAsync();

        var request = Assert.Single(receiver.Spans, s => s.Kind == 2);
        var wait = Assert.Single(receiver.Spans, s => s.Name == "sidecar.queue.wait");
        Assert.Equal((request.TraceId, request.SpanId, 1, "served"), (wait.TraceId, wait.ParentId, wait.Kind, wait["sidecar.outcome"]));
        Assert.Equal("", request.ParentId);
        var attempts = receiver.Spans.Where(s => s.Kind == 3).OrderBy(s => s.Start).ToList();
        Assert.Equal(["routing", "primary-wait"], attempts.Select(s => s["sidecar.phase"]));
        Assert.True(attempts[0].End <= wait.Start && wait.End <= attempts[1].Start,
            $"{attempts[0].End} {wait.Start} {wait.End} {attempts[1].Start}");
        Assert.True(wait.Start < wait.End);
    }

    [Fact]
    public async Task what_a_refused_request_and_an_unwalked_one_ended_in_is_said()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "http.max-request-body = 1KiB", receiver.Environment);

        using var exhausted = await sidecar.Post();
        using var large = await sidecar.Post(new string('x', 2000));
        await sidecar.StopAsync();

        var requests = receiver.Spans.Where(s => s.Kind == 2).OrderBy(s => s.Start).ToList();
        Assert.Equal(["all_pools_exhausted", "request_too_large"], requests.Select(s => s["sidecar.outcome"]));
        Assert.Equal([(2, "all_pools_exhausted"), (0, null)], requests.Select(s => (s.Status, s["error.type"])));
    }

    [Fact]
    public async Task a_client_that_is_not_sampled_is_not_traced_and_passes_that_on()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm, receiver.Environment);

        using var response = await sidecar.Send(Chat.Request(Chat.Plain, Chat.Path, ("traceparent", $"00-{TraceId}-{ClientSpan}-00")));
        await sidecar.StopAsync();

        Assert.Empty(receiver.Spans);
        Assert.Matches($"^00-{TraceId}-[0-9a-f]{{16}}-00$", a.Requests[0].Header("traceparent"));
    }

    [Fact]
    public async Task the_environments_own_service_name_and_the_metrics_reach_the_collector()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm, receiver.Environment);

        using var response = await sidecar.Post();
        await sidecar.StopAsync();

        var metrics = string.Concat(receiver.MetricBodies.Select(System.Text.Encoding.Latin1.GetString));
        Assert.Contains("sidecar-of-tests", metrics, StringComparison.Ordinal);
        Assert.Contains("gen_ai.client.operation.duration", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_histogram_names_a_trace_that_it_measured()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm, receiver.Environment);

        using var response = await sidecar.Send(Chat.Request(Chat.Plain, Chat.Path, ("traceparent", TraceParent)));
        await sidecar.Ended(response.Id());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");
        using var scraped = await sidecar.Send(request);
        var text = await scraped.Text();

        Assert.Contains(text.Split('\n'), line => line.StartsWith(
            "gen_ai_client_operation_duration_seconds_bucket", StringComparison.Ordinal)
            && line.Contains($"trace_id=\"{TraceId}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task without_tracing_the_clients_own_trace_passes_untouched()
    {
        const string Odd = "00-ABC-not-a-trace-parent";
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var response = await sidecar.Send(Chat.Request(Chat.Plain, Chat.Path, ("traceparent", TraceParent),
            ("tracestate", "vendor=1"), ("baggage", "k=v")));
        using var odd = await sidecar.Send(Chat.Request(Chat.Plain, Chat.Path, ("traceparent", Odd)));

        Assert.Equal((TraceParent, "vendor=1", "k=v"), (a.Requests[0].Header("traceparent"), a.Requests[0].Header("tracestate"),
            a.Requests[0].Header("baggage")));
        Assert.Equal(Odd, a.Requests[1].Header("traceparent"));
    }

    [Fact]
    public async Task a_broken_trace_parent_begins_a_new_trace()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm, receiver.Environment);

        using var response = await sidecar.Send(Chat.Request(Chat.Plain, Chat.Path, ("traceparent", "00-ABC-not-a-trace-parent"),
            ("tracestate", "vendor=1")));
        await sidecar.StopAsync();

        var request = Assert.Single(receiver.Spans, s => s.Kind == 2);
        Assert.Equal("", request.ParentId);
        Assert.StartsWith($"00-{request.TraceId}-", a.Requests[0].Header("traceparent"), StringComparison.Ordinal);
        Assert.Null(a.Requests[0].Header("tracestate"));
    }
}
