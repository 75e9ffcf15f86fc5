using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using Sidecar.Upstream;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>An HTTP/2 connection whose other end has vanished silently: no answers come over it, and nothing says so.</summary>
public sealed class SilentConnectionTests
{
    // The handler accepts no shorter times.
    private static readonly ConnectionLiveness Short = new() { Silence = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task a_connection_that_died_in_silence_is_replaced_while_nobody_waits_for_it()
    {
        await using var upstream = await StartUpstream();
        await using var relay = new SilentRelay(new Uri(upstream.Urls.Single()).Port);
        using var client = ClientOf(Short);
        await IsAnswered(client, relay, timeout: Bounds.Wait);
        await IsAnswered(client, relay, timeout: Bounds.Wait);
        Assert.Equal(1, relay.Connections);

        relay.GoSilent();
        using var leave = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var first = await client.SendAsync(CallOf(relay, Bounds.Wait), leave.Token).Soon();

        // The pings ended it, long before its own timeout and before its client gave up.
        Assert.Equal(UpstreamError.Head, Assert.IsType<UpstreamFailure>(first).Error);
        await IsAnswered(client, relay, timeout: TimeSpan.FromSeconds(5));
        Assert.Equal(2, relay.Connections);
    }

    [Fact]
    public async Task after_a_timeout_without_a_word_the_next_request_gets_a_connection_of_its_own()
    {
        await using var upstream = await StartUpstream();
        await using var relay = new SilentRelay(new Uri(upstream.Urls.Single()).Port);
        using var client = ClientOf(new ConnectionLiveness());
        await IsAnswered(client, relay, timeout: Bounds.Wait);

        relay.GoSilent();
        var first = await client.SendAsync(CallOf(relay, TimeSpan.FromMilliseconds(200)), default).Soon();

        Assert.Equal(UpstreamError.HeadTimeout, Assert.IsType<UpstreamFailure>(first).Error);
        await IsAnswered(client, relay, timeout: TimeSpan.FromSeconds(5));
        Assert.Equal(2, relay.Connections);
    }

    private static HttpUpstreamClient ClientOf(ConnectionLiveness liveness) => new(
        TimeProvider.System,
        new UpstreamConnections(
            liveness, new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is not null
            }));

    private static async Task IsAnswered(HttpUpstreamClient client, SilentRelay relay, TimeSpan timeout)
    {
        using var answer = Assert.IsType<HttpUpstreamAnswer>(await client.SendAsync(CallOf(relay, timeout), default).Soon());
        Assert.Equal((200, HttpVersion.Version20), (answer.Status, answer.Response.Version));
    }

    private static UpstreamCall CallOf(SilentRelay relay, TimeSpan timeout)
    {
        var request = new ProxyRequest
        {
            Id = "r",
            Method = "GET",
            Path = "/v1/models",
            Query = "",
            Headers = new Dictionary<string, StringValues>(),
            Body = PooledBody.Empty,
            Envelope = RequestEnvelopeReader.Read([]),
            Model = "m",
            HasAuthorization = false,
            ArrivedAt = TimeProvider.System.GetUtcNow(),
            ReadAt = TimeProvider.System.GetUtcNow(),
            RequestNumber = 0,
            ClientGone = default,
        };
        var backend = new Backend
        {
            Id = "a",
            Pool = "p",
            BaseUrl = $"https://127.0.0.1:{relay.Port}/v1",
            Timeout = timeout,
            AnswerTimeout = timeout
        };
        return new UpstreamCall(request, backend, 1, Bounds.Wait, InjectUsage: false);
    }

    private static async Task<WebApplication> StartUpstream()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.Run(static context => context.Response.WriteAsync("{}"));
        await app.StartAsync();
        return app;
    }
}
