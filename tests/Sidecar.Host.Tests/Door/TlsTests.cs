using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>HTTPS, with a client that checks the certificate.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();

    private string Keys =>
        $"http {{ urls = \"https://127.0.0.1:0\", certificate-file = \"{_files.Path}/cert.pem\", certificate-key-file = "
            + $"\"{_files.Path}/key.pem\" }}\n";

    [Fact]
    public async Task a_renewed_certificate_is_served_without_a_restart_and_half_of_one_is_not()
    {
        Write("first");
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Keys);
        var before = await Subject(sidecar.Address);

        await File.WriteAllTextAsync(Path.Combine(_files.Path, "key.pem"), "half a key");
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        var between = await Subject(sidecar.Address);
        Write("second");
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        var after = await Subject(sidecar.Address);

        Assert.Equal(("CN=first", "CN=first", "CN=second"), (before, between, after));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is not null }
        };
        using var client = new HttpClient(handler) { BaseAddress = sidecar.Address, DefaultRequestVersion = HttpVersion.Version20 };
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, Chat.Path)
        {
            Version = HttpVersion.Version20,
            Content = new StringContent(Chat.Plain)
        }).Soon();
        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, answer.Version.Major));
    }

    public void Dispose() => _files.Dispose();

    private static async Task<string> Subject(Uri address)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port).Soon();
        await using var tls = new SslStream(socket.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("localhost").Soon();
        return tls.RemoteCertificate!.Subject;
    }

    private void Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow()
            .AddDays(1));
        File.WriteAllText(Path.Combine(_files.Path, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_files.Path, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
