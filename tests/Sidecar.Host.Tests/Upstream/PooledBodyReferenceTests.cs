using System.Buffers;
using System.Text;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using Sidecar.Upstream;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>The array of a request body goes back to its pool when, and only when, nobody reads from it any more.</summary>
public sealed class PooledBodyReferenceTests
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(8 * 1024 * 1024, true)]
    [InlineData(8 * 1024 * 1024, false)]
    public async Task an_answered_body_is_let_go(int length, bool readsBody)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json("{}", 400) with { ReadsBody = readsBody });
        using var client = new HttpUpstreamClient(TimeProvider.System, new UpstreamConnections());
        var body = BodyOf(length);

        using (var answer = Assert.IsAssignableFrom<UpstreamAnswer>(await client.SendAsync(CallOf(body, upstream.BaseUrl), default).Soon()))
            Assert.Equal(400, answer.Status);
        body.Release();

        await IsLetGo(body);
    }

    [Fact]
    public async Task a_body_whose_attempt_failed_is_let_go()
    {
        using var client = new HttpUpstreamClient(TimeProvider.System, new UpstreamConnections());
        var body = BodyOf(1000);

        Assert.IsType<UpstreamFailure>(await client.SendAsync(CallOf(body, RawUpstream.Refusing()), default).Soon());
        body.Release();

        await IsLetGo(body);
    }

    [Fact]
    public async Task a_body_whose_client_left_is_let_go()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Silence with { ReadsBody = false });
        using var client = new HttpUpstreamClient(TimeProvider.System, new UpstreamConnections());
        using var leave = new CancellationTokenSource();
        var body = BodyOf(8 * 1024 * 1024);

        var sending = client.SendAsync(CallOf(body, upstream.BaseUrl), leave.Token);
        await upstream.Arrival();
        await leave.CancelAsync();
        Assert.IsType<UpstreamFailure>(await sending.Soon());
        body.Release();

        await IsLetGo(body);
    }

    [Fact]
    public async Task a_body_in_use_is_kept()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Silence with { ReadsBody = false });
        using var client = new HttpUpstreamClient(TimeProvider.System, new UpstreamConnections());
        using var leave = new CancellationTokenSource();
        var body = BodyOf(32 * 1024 * 1024);

        var sending = client.SendAsync(CallOf(body, upstream.BaseUrl), leave.Token);
        await upstream.Arrival();
        body.Release();

        Assert.True(body.TryAddReference());
        body.Release();
        await leave.CancelAsync();
        await sending.Soon();
        await IsLetGo(body);
    }

    private static PooledBody BodyOf(int length)
    {
        var array = ArrayPool<byte>.Shared.Rent(length);
        Encoding.UTF8.GetBytes("{\"model\":\"m\"}").CopyTo(array, 0);
        array.AsSpan(13, length - 13).Fill((byte)' ');
        return new PooledBody(array, length);
    }

    private static UpstreamCall CallOf(PooledBody body, string baseUrl)
    {
        var request = new ProxyRequest
        {
            Id = "r",
            Method = "POST",
            Path = "/v1/chat/completions",
            Query = "",
            Headers = new Dictionary<string, StringValues> { ["Content-Type"] = "application/json" },
            Body = body,
            Envelope = RequestEnvelopeReader.Read(body.Memory.Span),
            Model = "m",
            HasAuthorization = false,
            ArrivedAt = TimeProvider.System.GetUtcNow(),
            ReadAt = TimeProvider.System.GetUtcNow(),
            RequestNumber = 0,
            ClientGone = default,
        };
        return new UpstreamCall(request, new Backend { Id = "a", Pool = "p", BaseUrl = baseUrl }, 1, Bounds.Wait, InjectUsage: true);
    }

    // The transport lets go at a time of its own once the connection is torn down; the reference itself is the only signal.
    private static async Task IsLetGo(PooledBody body)
    {
        for (var look = 0; body.TryAddReference(); look++)
        {
            body.Release();
            Assert.True(look < 500, "somebody still holds the body");
            await Task.Delay(10);
        }
    }
}
