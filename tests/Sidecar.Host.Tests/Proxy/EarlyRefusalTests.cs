using System.Net.Sockets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>An upstream that refuses before it has read the body is heard, and the upload ends.</summary>
public sealed class EarlyRefusalTests
{
    private const string TooLarge =
        "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nContent-Length: 29\r\nConnection: "
            + "close\r\n\r\n{\"error\":{\"message\":\"large\"}}";

    [Theory]
    [InlineData(8 << 20, true)]
    [InlineData(8 << 20, false)]
    [InlineData(900 << 10, true)]
    [InlineData(900 << 10, false)]
    public async Task the_refusal_is_the_clients_and_nobody_rests(int size, bool isReset)
    {
        await using var a = new RawUpstream(TooLarge, readsBody: false, then: isReset ? CloseUnread : null);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Calm);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = new ByteArrayContent(new byte[size]) };

        using var response = await sidecar.Send(request);

        Assert.Equal((413, "{\"error\":{\"message\":\"large\"}}"), ((int)response.StatusCode, (await response.Text())[..]));
        Assert.Equal(1, a.Count);
        Assert.Empty(await sidecar.Audit());
    }

    // Like a server that has no use for the rest: it closes the connection without reading it.
    private static async Task CloseUnread(Socket socket)
    {
        await Task.Delay(50);
        socket.Close();
    }
}
