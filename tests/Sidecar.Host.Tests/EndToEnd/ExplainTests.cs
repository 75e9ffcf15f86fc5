using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidecar.Host.Tests.Commands;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>Why a request went where it went, as an operator would ask: over HTTP and on the command line.</summary>
public sealed class ExplainTests
{
    private const string Secret = "sk-BACKENDKEY-4f1c";
    private const string Prompt = "PROMPT-of-somebody";
    private const string UpstreamWords = "WORDS-of-a-model";

    [Fact]
    public async Task the_chain_leads_from_a_request_kept_out_to_the_429_that_caused_it()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);
        var (culprit, victim) = (await Send(sidecar), await Send(sidecar));

        var kept = Steps(await Explain(sidecar, victim), 0, "pick")[0].GetProperty("candidates")[0];
        var caused = kept.GetProperty("event");
        var cause = caused.GetProperty("cause");
        Assert.Equal(("a", "cooling:rate_limited", "it rested after a 429", "cooldown-started.v1"),
            (Text(kept, "backend"), Text(kept, "excluded"), Text(kept, "because"), Text(caused, "type")));
        Assert.Equal((culprit, 1, 429, 600_000), (Text(cause, "request_id"), Number(cause, "attempt"), Number(cause, "status"),
            Number(cause, "retry_after_ms")));
        Assert.Equal((Text(caused, "until"), 1), (Text(kept, "until"), Number(caused, "streak")));
        Assert.False(kept.TryGetProperty("race", out _));

        var first = await Explain(sidecar, Text(cause, "request_id")!);
        var attempts = Steps(first, 0, "attempt");
        Assert.Equal([("a", "rate_limited", 429), ("b", "success", 200)],
            attempts.Select(step => (Text(step, "backend")!, Text(step, "verdict")!, Number(step, "status"))));
        Assert.Equal(Number(caused, "ordering"), Number(Assert.Single(attempts[0].GetProperty("caused").EnumerateArray()), "ordering"));
        Assert.Equal(("upstream_rate_limited", 18), (Text(attempts[0].GetProperty("ledger"), "error_class"),
            Number(attempts[1].GetProperty("ledger"), "total_tokens")));
        Assert.Equal((200, "Completed", 2, 18), (Number(first.GetProperty("end"), "status"), Text(first.GetProperty("end"), "code"),
            Number(first.GetProperty("end"), "attempts"), Number(first.GetProperty("end"), "total_tokens")));
    }

    [Fact]
    public async Task a_request_is_explained_as_soon_as_it_has_ended()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        using var response = await sidecar.Post();
        var id = response.Id();
        await sidecar.Ended(id);

        var walk = await sidecar.Admin($"/admin/requests/{id}");

        Assert.Equal((id, 200), (Text(walk, "id"), walk.GetProperty("end").GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task a_waiting_request_is_explained_while_it_waits_and_after()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("40"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a)
            + "primary-wait { max-retries = 5, interval = 10s }, emergency.rounds = 0");
        using var client = new CancellationTokenSource();
        var sent = sidecar.Post(cancellation: client.Token);
        await sidecar.Log.Line(" 1001 ", "upstream_rate_limited");
        var id = Text((await sidecar.Audit())[0].GetProperty("data").GetProperty("cause"), "request_id")!;

        // A few messages lie between the report of the 429 and the place in the queue.
        var walk = await sidecar.Admin($"/admin/requests/{id}");
        for (var began = Stopwatch.GetTimestamp(); Steps(walk, 1, "queued").Count == 0 && Stopwatch.GetElapsedTime(began) < Bounds.Wait;)
            walk = await sidecar.Admin($"/admin/requests/{id}");

        var now = walk.GetProperty("now");
        Assert.Equal((true, JsonValueKind.Null), (walk.GetProperty("running").GetBoolean(), walk.GetProperty("end").ValueKind));
        Assert.Equal(("primary-wait", "a backend to have room"), (Text(now, "phase"), Text(now, "waits_for")));
        Assert.InRange(now.GetProperty("until").GetDateTimeOffset() - walk.GetProperty("arrived_at").GetDateTimeOffset(),
            TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(56));
        Assert.Equal(1, Number(Steps(walk, 1, "queued")[0], "position"));
        Assert.Single(Steps(walk, 0, "attempt")[0].GetProperty("caused").EnumerateArray());

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        var ended = await Explain(sidecar, id);
        Assert.Equal((false, JsonValueKind.Null, 0), (ended.GetProperty("running").GetBoolean(), ended.GetProperty("now").ValueKind,
            Number(ended.GetProperty("end"), "status")));
    }

    [Fact]
    public async Task the_command_line_gives_the_same_while_the_server_runs_and_when_it_is_down()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a)
            + "primary-wait.max-retries = 0, emergency { default-rpm = 4, rpm-fraction = 0.25, rounds = 2 }");
        var (culprit, victim) = (await Send(sidecar), await Send(sidecar));
        // A second activation within the same second is journalled when that second ends.
        while ((await sidecar.Audit()).Count(e => e.GetProperty("type").GetString() == "emergency-activated.v1") < 2)
            await Task.Delay(20);
        var overHttp = await Explain(sidecar, victim);

        var beside = await AuditLine.Run(sidecar.DataDirectory, "explain", victim, "--json");
        await sidecar.StopAsync();
        var alone = await AuditLine.Run(sidecar.DataDirectory, "explain", victim, "--json");
        var tree = await AuditLine.Run(sidecar.DataDirectory, "explain", victim);

        Assert.Equal((0, 0, 0), (beside.Code, alone.Code, tree.Code));
        Assert.True(JsonElement.DeepEquals(overHttp, beside.Json), beside.Output);
        Assert.True(JsonElement.DeepEquals(overHttp, alone.Json), alone.Output);
        Assert.All(
            ["routing", "a: cooling:rate_limited until", $"-> audit explain {culprit}", "emergency", "emergency-activated.v1",
                "emergency_rpm", "503 (all_pools_exhausted): no phase led to an answer"],
            part => Assert.Contains(part, tree.Output.ReplaceLineEndings(" "), StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_request_that_is_not_known_is_a_404_that_says_what_could_be_the_reason()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a));
        await Send(sidecar);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/requests/0199");
        request.Headers.Authorization = new("Bearer", RunningSidecar.AdminToken);
        using var response = await sidecar.Send(request);
        var error = await response.Error();
        var line = await AuditLine.Run(sidecar.DataDirectory, "explain", "0199");

        Assert.Equal((404, "request_not_found", "id"), ((int)response.StatusCode, Text(error, "code"), Text(error, "param")));
        Assert.All(["'0199'", "last second", "sidecar.walks.keep", "sidecar.walks.sample"], part =>
            Assert.Contains(part, Text(error, "message"), StringComparison.Ordinal));
        Assert.Equal((1, ""), (line.Code, line.Output));
        Assert.Contains("GET /admin/requests/ID", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task no_key_prompt_or_answer_is_told_and_no_name_steers_the_terminal()
    {
        await using var a = await FakeUpstream.Start(Reply.Json($$$"""{"error":{"message":"{{{UpstreamWords}}} {{{Secret}}}"}}""", 401));
        await using var b = await FakeUpstream.Start(Reply.Json($$$"""{"choices":[{"message":{"content":"{{{UpstreamWords}}}"}}]}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, key: Secret) + Backend("b", b, "fallback", key: Secret)
            + Calm);
        var id = await Send(sidecar, $$"""{"model":"m\u001b[2J","messages":[{"role":"user","content":"{{Prompt}}"}]}""");

        var json = (await Explain(sidecar, id)).GetRawText();
        var tree = (await AuditLine.Run(sidecar.DataDirectory, "explain", id)).Output;

        Assert.Contains("credentials_rejected", json, StringComparison.Ordinal);
        Assert.Contains("m\\u001b[2J", tree, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', tree);
        Assert.All([Secret, Prompt, UpstreamWords, RunningSidecar.AdminToken], secret =>
            Assert.DoesNotContain(secret, json + tree, StringComparison.Ordinal));
    }

    private static async Task<string> Send(RunningSidecar sidecar, string body = Chat.Plain)
    {
        using var response = await sidecar.Post(body);
        await response.Text();
        return response.Id();
    }

    // Asks once everything the request left behind is on disk.
    private static async Task<JsonElement> Explain(RunningSidecar sidecar, string id)
    {
        await sidecar.AttemptsOf(id);
        await (await sidecar.Actors()).WhenWritten(Bounds.Wait);
        return await sidecar.Admin($"/admin/requests/{id}");
    }

    private static List<JsonElement> Steps(JsonElement walk, int phase, string kind) => walk.GetProperty("phases").GetArrayLength() <= phase
        ? []
        : [.. walk.GetProperty("phases")[phase].GetProperty("steps").EnumerateArray().Where(step => Text(step, "step") == kind)];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) =>
        int.Parse(element.GetProperty(name).GetRawText(), CultureInfo.InvariantCulture);
}
