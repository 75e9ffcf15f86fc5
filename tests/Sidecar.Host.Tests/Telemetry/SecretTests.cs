using System.Text;
using Sidecar.Host.Tests.Budgets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>No key, prompt or answer gets out through telemetry.</summary>
[Collection(AllocationBudgetTests.Alone)]
public sealed class SecretTests
{
    private const string BackendKey = "sk-BACKENDKEY-4f1c";
    private const string HeaderKey = "sk-HEADERKEY-77aa";
    private const string ClientKey = "sk-CLIENTKEY-90de";
    private const string Prompt = "PROMPT-of-somebody";
    private const string UpstreamWords = "WORDS-of-a-model";

    private static readonly string[] Secrets = [BackendKey, HeaderKey, ClientKey, Prompt, UpstreamWords, RunningSidecar.AdminToken,
        OtlpReceiver.Key];

    [Fact]
    public async Task no_key_prompt_or_answer_is_found_in_metrics_spans_or_the_log()
    {
        var error = $$$"""{"error":{"message":"{{{UpstreamWords}}} {{{BackendKey}}}"}}""";
        await using var receiver = await OtlpReceiver.Start();
        await using var throttled = await FakeUpstream.Start(Reply.Json(error, 429, ("Retry-After", "60")));
        await using var rejecting = await FakeUpstream.Start(Reply.Json(error, 401));
        await using var failing = await FakeUpstream.Start(Reply.Json(error, 500));
        await using var good = await FakeUpstream.Start(Reply.Stream(Events.Delta(UpstreamWords) + Events.Usage + Events.Done));
        await using var sidecar = await RunningSidecar.Start(
            Backend("throttled", throttled, key: BackendKey)
            + Backend("rejecting", rejecting, key: BackendKey)
            + Backend("failing", failing, key: BackendKey)
            + Backend("refusing", RawUpstream.Refusing(), key: BackendKey)
            + Backend("good", good, "fallback", key: BackendKey, more: $$"""headers { "x-api-key" = "{{HeaderKey}}" }""")
            + InOrder + "routing.max-attempts = 6, primary-wait.max-retries = 0",
            receiver.Environment);

        for (var i = 0; i < 3; i++)
        {
            var body = $$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"{{Prompt}}"}]}""";
            using var response = await sidecar.Send(Chat.Request(
                body, $"/v1/chat/completions?key={ClientKey}", ("Authorization", $"Bearer {ClientKey}"), ("X-Api-Key", ClientKey),
                ("Cookie", ClientKey)));
            await response.Text();
            await sidecar.Ended(response.Id());
        }
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 3);
        await sidecar.StopAsync();

        Assert.Contains(receiver.Spans, s => (string?)s["error.type"] == "upstream_rate_limited");
        Assert.NotEmpty(receiver.MetricBodies);
        var sent = string.Concat(receiver.Bodies.Select(Encoding.Latin1.GetString));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, sent, StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, scrape.Text, StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, sidecar.Log.Text, StringComparison.Ordinal));
    }
}
