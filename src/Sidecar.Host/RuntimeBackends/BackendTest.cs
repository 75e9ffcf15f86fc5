using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Sidecar.Domain.Backends;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>
/// Asks a backend for its models, with its own key and outside its limits and rests, and says in words what is wrong and which key to
/// set.
/// </summary>
internal sealed class BackendTest : IDisposable
{
    // Whoever tests is waiting for the answer.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly UpstreamConnections _connections = new();

    public async Task<TestVerdict> RunAsync(Backend backend, CancellationToken cancellation)
    {
        var address = UpstreamAddresses.Of(backend, "/v1/models", "", null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(backend.Timeout < Longest ? backend.Timeout : Longest);
        try
        {
            return await Ask(backend, new UpstreamQuestion(_connections), patience.Token);
        }
        catch (HttpRequestException fault)
        {
            return Judge(address, backend.Proxy, fault);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return patience.IsCancellationRequested
                ? new TestVerdict(false, "answer", $"{address.Host} did not answer within the backend's timeout.", null, null)
                : new TestVerdict(false, "connect", $"No connection to {address.Authority} within the backend's connect-timeout: a firewall, or a wrong port?", null, null);
        }
    }

    public void Dispose() => _connections.Dispose();

    private static async Task<TestVerdict> Ask(Backend backend, UpstreamQuestion question, CancellationToken cancellation)
    {
        var word = await question.ModelsAsync(backend, cancellation);
        if (!word.IsAbsent)
            return Judge(backend, word);
        // Some list no models; those are known by how they refuse a generation.
        var generation = await question.EmptyGenerationAsync(backend, cancellation);
        if (generation.IsRefusedAsEmpty)
            return new TestVerdict(true, "ok", $"It answers at {generation.Address.AbsolutePath}, and lists no models.", (int)generation.Status, null);
        if (!generation.IsAbsent)
            return Judge(backend, generation);
        var path = word.Address.AbsolutePath;
        return await new JoinSearch(question).FindAsync(backend, word.Address, cancellation) is var (setting, found)
            ? new TestVerdict(false, "answer", $"The path {path} is not there ({(int)word.Status}), but {found.Address.AbsolutePath} is: set {setting}.", (int)word.Status, found.Models) { Set = setting }
            : Judge(backend, word);
    }

    private static TestVerdict Judge(Backend backend, UpstreamWord word)
    {
        var status = (int)word.Status;
        var said = word.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => backend.HasOwnCredentials
                ? $"The upstream refused the backend's key ({status}): is it the right one, and still valid?"
                : $"The upstream asks for a key ({status}), and the backend has none of its own: clients must bring theirs.",
            HttpStatusCode.PaymentRequired => "The upstream says that the account has no credit (402).",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                $"The path {word.Address.AbsolutePath} is not there ({status}), nor is any other that providers use: is base-url right? docs/providers.md has those of the providers.",
            HttpStatusCode.ProxyAuthenticationRequired when backend.Proxy is not null => "The proxy asks for a user and a password (407): proxy = \"http://USER:PASSWORD@HOST:PORT\".",
            HttpStatusCode.TooManyRequests => "The upstream answers, with 429: its limit is used up at the moment.",
            >= HttpStatusCode.InternalServerError => $"The upstream answers, with an error of its own ({status}).",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => $"The upstream redirects elsewhere ({status}), which Sidecar does not follow: use the address it leads to as base-url.",
            >= HttpStatusCode.BadRequest => $"The upstream refused the request ({status}).",
            _ => null,
        };
        if (said is not null)
            return new TestVerdict(false, "answer", said, status, null);
        return word.Models is { } models
            ? new TestVerdict(true, "ok", $"It answers, and lists {models} models.", status, models)
            : new TestVerdict(
                false, "answer", $"It answers with {status}, but not with a list of models: is {word.Address.Authority} an OpenAI-compatible upstream, and base-url its API rather than its web page?", status, null);
    }

    private static TestVerdict Judge(Uri address, UpstreamProxy? proxy, HttpRequestException fault) => fault switch
    {
        { HttpRequestError: HttpRequestError.ProxyTunnelError } => new TestVerdict(false, "connect", $"The proxy {proxy} did not let the connection through: {(int?)fault.StatusCode}.", null, null),
        { HttpRequestError: HttpRequestError.NameResolutionError } => new TestVerdict(false, "dns", $"The name {(proxy?.Address ?? address).Host} is not known to the DNS: is {(proxy is null ? "base-url" : "proxy")} spelt right?", null, null),
        { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            new TestVerdict(false, "tls", $"No secure connection to {address.Authority}: its certificate is not trusted, is for another name, or has expired; or the port speaks plain http.", null, null),
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            new TestVerdict(false, "connect", $"Nothing listens at {(proxy?.Address ?? address).Authority}: is the port right, and the {(proxy is null ? "upstream" : "proxy")} running?", null, null),
        { HttpRequestError: HttpRequestError.ConnectionError } => new TestVerdict(false, "connect", $"No connection to {address.Authority} could be made.", null, null),
        _ => new TestVerdict(false, "answer", $"{address.Authority} was reached, but does not speak HTTP as expected ({fault.HttpRequestError}).", null, null),
    };
}
