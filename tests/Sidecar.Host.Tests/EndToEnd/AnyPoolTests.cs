using System.Diagnostics;
using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>What requests wait for, and what answer they get, over real sockets.</summary>
public sealed class AnyPoolTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\nConnection: close\r\n\r\n";
    private const string Refusal = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 600\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

    [Fact]
    public async Task eight_requests_at_once_take_turns_on_the_only_slot_of_the_fallback()
    {
        await using var a = new RawUpstream(Refusal);
        await using var b = new RawUpstream("", then: RawUpstream.Later(300, Answer + """{"choices":[]}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl)
            + Backend("b", b.BaseUrl, "fallback", more: "max-concurrency = 1"));
        (await sidecar.Post()).Dispose();

        var watch = Stopwatch.StartNew();
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sidecar.Post()));

        Assert.All(responses, response => Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend"))));
        // The work takes 2.4 s; the rest is an allowance for a busy machine.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2.2), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task a_wait_that_cannot_end_well_is_not_begun()
    {
        await using var a = new RawUpstream(Refusal);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + "emergency.rounds = 0");

        var watch = Stopwatch.StartNew();
        using var response = await sidecar.Post();

        Assert.Equal(503, (int)response.StatusCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"it waited {watch.Elapsed}");
        await sidecar.Ended(response.Id());
        var walk = await sidecar.Admin($"/admin/requests/{response.Id()}");
        Assert.Contains("wait_foregone", walk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task bodies_beyond_the_bound_do_not_wait()
    {
        await using var a = new RawUpstream(
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a.BaseUrl) + "emergency.rounds = 0, primary-wait { max-retries = 3, interval = 2s, max-waiting-bytes = 1MiB }");
        var body = $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 300_000)}}"}]}""";

        var watch = Stopwatch.StartNew();
        var ends = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await sidecar.Post(body);
            return watch.Elapsed;
        }));

        // Three of 300 KB each wait, within 1 MiB.
        Assert.Equal(5, ends.Count(end => end < TimeSpan.FromSeconds(1.5)));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "error.message")]
    [InlineData("/v1/messages", "error.message")]
    [InlineData("/v1/responses", "error.message")]
    public async Task the_503_names_what_kept_each_pool_out_in_the_clients_dialect_and_no_secret(string path, string place)
    {
        await using var a = new RawUpstream(Refusal);
        await using var b = new RawUpstream("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        var refusing = RawUpstream.Refusing();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a.BaseUrl) + Backend("off", a.BaseUrl, more: "enabled = false")
                + Backend("b", b.BaseUrl, "keys", key: "very-secret")
            + Backend("c", refusing, "dead") + "pools = [primary, keys, dead]\n" + Calm + "cooldown.jitter = 0");

        using var response = await sidecar.Post(path: path);

        var text = await response.Text();
        var message = place.Split('.').Aggregate(JsonDocument.Parse(text).RootElement, (json, name) => json.GetProperty(name)).GetString()!;
        Assert.Matches(
            """^Service unavailable: all provider pools exhausted \(primary: rate limit, cooling until \S+Z, disabled; keys: key refused, cooling until \S+Z; dead: unreachable or failing\)$""",
            message);
        Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_request_larger_than_a_models_max_input_goes_elsewhere()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: """models = [{ name = "m", max-input = 100 }]""") + Backend("b", b, "fallback") + Calm);

        using var small = await sidecar.Post("""{"model":"m","max_tokens":5000,"messages":[{"role":"user","content":"hi"}]}""");
        using var large = await sidecar.Post($$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 500)}}"}]}""");

        // The tokens it may answer with do not count as input.
        Assert.Equal(("a", "b"), (small.Label("backend"), large.Label("backend")));
        await sidecar.Ended(large.Id());
        Assert.Contains("too-large", (await sidecar.Admin($"/admin/requests/{large.Id()}")).ToString(), StringComparison.Ordinal);
    }
}
