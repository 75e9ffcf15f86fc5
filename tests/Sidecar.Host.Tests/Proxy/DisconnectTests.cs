using System.Diagnostics;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

public sealed class DisconnectTests
{
    // The promise is "at once"; five seconds leave room for a busy machine, but not for a timeout.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task a_client_that_leaves_a_stream_ends_it_upstream_at_once()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        var response = await answer;
        await (await response.Content.ReadAsStreamAsync()).ReadThrough("\n\n");

        await LeavesAtOnce(upstream, response.Dispose);

        Assert.Equal("cancelled", Assert.Single(await sidecar.AttemptsOf(response.Id())).ErrorClass);
    }

    [Fact]
    public async Task a_client_that_leaves_before_the_head_ends_the_attempt_at_once()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Silence);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var leave = new CancellationTokenSource();
        var answer = sidecar.Post(cancellation: leave.Token);

        await LeavesAtOnce(upstream, leave.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task a_client_that_leaves_before_the_first_event_ends_the_attempt_at_once()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var leave = new CancellationTokenSource();
        var answer = sidecar.Post(Chat.Streamed, cancellation: leave.Token);
        await live.Begin();

        await LeavesAtOnce(upstream, leave.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task a_client_that_leaves_a_plain_body_ends_it_upstream_at_once()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        var answer = sidecar.Post();
        await live.Send("{\"a\":");
        var response = await answer;

        await LeavesAtOnce(upstream, response.Dispose);

        Assert.Equal("cancelled", Assert.Single(await sidecar.AttemptsOf(response.Id())).ErrorClass);
    }

    [Fact]
    public async Task a_client_that_leaves_while_its_request_waits_is_not_sent_for()
    {
        await using var upstream = await FakeUpstream.Start(Reply.RateLimited("40"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream)
            + "primary-wait { max-retries = 5, interval = 10s }, emergency.rounds = 0");
        using var leave = new CancellationTokenSource();
        var answer = sidecar.Post(cancellation: leave.Token);
        await upstream.Arrival();
        await sidecar.Log.Line("status=429");

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        // The client may leave just before it is queued or just after; scenarios in virtual time tell the two apart.
        await sidecar.Log.Line(" 1002 ", "ClientGone");
        Assert.Equal(1, upstream.Count);
    }

    private static async Task LeavesAtOnce(FakeUpstream upstream, Action leave)
    {
        var request = await upstream.Arrival();
        var left = Stopwatch.StartNew();
        leave();
        await request.Aborted.Task.Soon();
        Assert.InRange(left.Elapsed, TimeSpan.Zero, AtOnce);
    }
}
