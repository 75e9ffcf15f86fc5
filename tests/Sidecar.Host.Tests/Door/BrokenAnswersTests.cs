using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Response heads that contradict themselves: the next backend is asked, and the client's connection stays intact.</summary>
public sealed class BrokenAnswersTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 9\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 205 Reset Content\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 099 What\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")]
    public async Task another_backend_answers(string head)
    {
        await using var broken = new RawUpstream(head);
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", broken.BaseUrl) + Backend("b", b, "fallback") + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        for (var i = 0; i < 2; i++)
        {
            await client.Post(Chat.Path, Chat.Plain);
            var answer = await client.ReadThrough("\r\n0\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.Contains("x-sidecar-backend: b\r\n", answer, StringComparison.Ordinal);
        }
        Assert.Equal(2, broken.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 ")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 ")]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 205 ")]
    public async Task an_answer_without_a_body_is_one(string head, string expected)
    {
        await using var a = new RawUpstream(head);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        for (var i = 0; i < 2; i++)
        {
            await client.Write("DELETE /v1/files/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.StartsWith(expected, await client.ReadThrough("\r\n\r\n"), StringComparison.Ordinal);
        }
    }
}
