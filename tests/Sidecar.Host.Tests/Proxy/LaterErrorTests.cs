using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>A stream that reports an error after a good beginning: the client gets it as it came, and it counts against the
/// backend.</summary>
public sealed class LaterErrorTests
{
    [Theory]
    [InlineData(Chat.Path, "data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n\n", "upstream_rate_limited", "b")]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n",
        "upstream_overloaded", "b")]
    [InlineData("/v1/responses",
        "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\"}}}\n\n",
        "upstream_rate_limited", "b")]
    [InlineData(Chat.Path, "data: {\"error\":{\"message\":\"what\"}}\n\n", "upstream_unknown_error", "a")]
    [InlineData(Chat.Path, "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"error\\\": 429\"}}]}\n\n", null, "a")]
    public async Task it_is_relayed_as_it_came_and_counts(string path, string error, string? errorClass, string nextServedBy)
    {
        var stream = Events.Delta("one") + Events.Delta("two") + error;
        await using var a = await FakeUpstream.Start(Reply.Stream(stream));
        await using var b = await FakeUpstream.Start(Reply.Stream(stream));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: SpeaksAll) + Backend("b", b, more: SpeaksAll) + Calm);

        using var response = await sidecar.Post(Chat.Streamed, path);
        var text = await response.Text();
        var row = Assert.Single(await sidecar.AttemptsOf(response.Id()));
        using var next = await sidecar.Post(Chat.Streamed, path);

        Assert.Equal((stream, errorClass, nextServedBy), (text, row.ErrorClass, next.Label("backend")));
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":429,\"message\":\"slow\"}}", "upstream_rate_limited", "b")]
    [InlineData("{\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}", "upstream_overloaded", "b")]
    [InlineData(Reply.Completion, null, "a")]
    public async Task so_does_a_document_after_empty_lines(string document, string? errorClass, string nextServedBy)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var a = await FakeUpstream.Start(new Reply(async context =>
        {
            Reply.Head(context, 200, [("Content-Type", "application/json")]);
            await context.Response.Body.WriteAsync("\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await arrived.Task;
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(document));
        }));
        await using var b = await FakeUpstream.Start(Reply.Chat);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm + "sse.hold = 50ms\n");

        using var response = await sidecar.Post(Chat.Plain);
        arrived.SetResult();
        var text = await response.Text();
        var row = Assert.Single(await sidecar.AttemptsOf(response.Id()));
        using var next = await sidecar.Post(Chat.Plain);

        Assert.Equal(("\n" + document, errorClass, nextServedBy), (text, row.ErrorClass, next.Label("backend")));
    }
}
