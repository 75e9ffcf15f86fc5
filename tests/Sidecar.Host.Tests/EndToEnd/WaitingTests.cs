using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>The phases that wait: primary-wait and emergency.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task who_waits_is_served_as_soon_as_the_primary_pool_recovers()
    {
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a)
            + "primary-wait { max-retries = 5, interval = 4s }, emergency.rounds = 0, cooldown { base = 1s, jitter = 0 }");

        using var response = await sidecar.Post();

        Assert.Equal((200, "a", "primary-wait", "2"), ((int)response.StatusCode, response.Label("backend"), response.Label("phase"),
            response.Label("attempts")));
        Assert.Equal(["routing", "primary-wait"], (await sidecar.AttemptsOf(response.Id())).Select(r => r.Phase));
    }

    [Fact]
    public async Task emergency_asks_resting_backends_and_says_so()
    {
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + "primary-wait.max-retries = 0");

        using var response = await sidecar.Post();

        Assert.Equal((200, "a", "emergency", "2"), ((int)response.StatusCode, response.Label("backend"), response.Label("phase"),
            response.Label("attempts")));
        await sidecar.Audit();
        await sidecar.Log.Line(" 1003 ", response.Id());
    }

    [Fact]
    public async Task emergency_sends_no_more_than_its_own_rate()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a)
            + "primary-wait.max-retries = 0, emergency { default-rpm = 8, rpm-fraction = 0.25, rounds = 10 }");

        using var response = await sidecar.Post();
        using var next = await sidecar.Post();

        // One attempt in routing and two in emergency; the second request then finds the bucket empty.
        Assert.Equal((503, 503, 3), ((int)response.StatusCode, (int)next.StatusCode, a.Count));
    }

    [Fact]
    public async Task emergency_passes_over_backends_whose_key_was_refused()
    {
        await using var a = await FakeUpstream.Start(Reply.Error(401));
        await using var b = await FakeUpstream.Start();
        b.Then(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + InOrder + "primary-wait.max-retries = 0");

        using var response = await sidecar.Post();

        Assert.Equal((200, "b", "emergency", "3", 1), ((int)response.StatusCode, response.Label("backend"), response.Label("phase"),
            response.Label("attempts"), a.Count));
    }

    [Fact]
    public async Task the_deadline_ends_every_wait()
    {
        await using var a = await FakeUpstream.Start(Reply.Silence);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + "http.deadline = 1s");

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal((503, "all_pools_exhausted"), ((int)response.StatusCode, (await response.Error()).GetProperty("code").GetString()));
        await (await a.Arrival()).Aborted.Task.Soon();
        Assert.Equal("sidecar_deadline", Assert.Single(await sidecar.AttemptsOf(response.Id())).ErrorClass);
        Assert.Empty(await sidecar.Audit());
    }

    [Fact]
    public async Task a_request_over_the_rate_goes_to_the_next_pool()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "rpm = 2") + Backend("b", b, "fallback") + Calm);

        var backends = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await sidecar.Post();
            backends.Add(response.Label("backend"));
        }

        Assert.Equal(["a", "a", "b", "b"], backends);
    }

    [Fact]
    public async Task a_slot_is_free_again_when_its_stream_has_ended()
    {
        var live = new LiveStream();
        await using var a = await FakeUpstream.Start();
        a.Then(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "max-concurrency = 1")
            + "primary-wait { max-retries = 3, interval = 5s }, emergency.rounds = 0");
        var first = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var streaming = await first;

        var second = sidecar.Post();
        await live.Send(Events.Done);
        live.End();
        using var waited = await second;

        Assert.Equal((200, 2), ((int)waited.StatusCode, a.Count));
        Assert.Equal(JsonValueKind.Array, (await sidecar.Admin("/admin/audit")).GetProperty("events").ValueKind);
    }
}
