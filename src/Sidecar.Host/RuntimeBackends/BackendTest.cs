using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Sidecar.Domain.Backends;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>
/// Asks a backend for its models, with its own key and regardless of its limits and rests, and says in words what is wrong and which key
/// to set.
/// </summary>
internal sealed class BackendTest(AddressGuard? guard = null) : IDisposable
{
    // The operator is waiting for the answer.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly UpstreamConnections _connections = new(guard: guard);

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
                ? Failed("answer", $"{address.Host} did not answer within the backend's timeout.")
                : Failed("connect",
                    $"No connection to {address.Authority} within the backend's connect-timeout: a firewall, or a wrong port?");
        }
    }

    public void Dispose() => _connections.Dispose();

    private static async Task<TestVerdict> Ask(Backend backend, UpstreamQuestion question, CancellationToken cancellation)
    {
        var word = await question.ModelsAsync(backend, cancellation);
        if (!word.IsAbsent)
            return Judge(backend, word);
        // Some upstreams list no models; these are recognised by how they refuse an empty generation.
        var generation = await question.EmptyGenerationAsync(backend, cancellation);
        if (generation.IsRefusedAsEmpty)
            return new TestVerdict(
                true, "ok", $"It answers at {generation.Address.AbsolutePath}, and lists no models.", (int)generation.Status, null);
        if (!generation.IsAbsent)
            return Judge(backend, generation);
        var status = (int)word.Status;
        if (await new JoinSearch(question).FindAsync(backend, word.Address, cancellation) is not var (setting, found))
            return Judge(backend, word);
        var said = $"The path {word.Address.AbsolutePath} is not there ({status}), but {found.Address.AbsolutePath} is: set {setting}.";
        return new TestVerdict(false, "answer", said, status, found.Models) { Set = setting };
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
                $"The path {word.Address.AbsolutePath} is not there ({status}), nor is any other that providers use: is base-url right? "
                + "docs/providers.md has those of the providers.",
            HttpStatusCode.ProxyAuthenticationRequired when backend.Proxy is not null =>
                "The proxy asks for a user and a password (407): proxy = \"http://USER:PASSWORD@HOST:PORT\".",
            HttpStatusCode.TooManyRequests => "The upstream answers, with 429: its limit is used up at the moment.",
            >= HttpStatusCode.InternalServerError => $"The upstream answers, with an error of its own ({status}).",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest =>
                $"The upstream redirects elsewhere ({status}), which Sidecar does not follow: use the address it leads to as base-url.",
            >= HttpStatusCode.BadRequest => $"The upstream refused the request ({status}).",
            _ when word.Models is null =>
                $"It answers with {status}, but not with a list of models: is {word.Address.Authority} an OpenAI-compatible upstream, "
                + "and base-url its API rather than its web page?",
            _ => null,
        };
        return said is null
            ? new TestVerdict(true, "ok", $"It answers, and lists {word.Models} models.", status, word.Models)
            : new TestVerdict(false, "answer", said, status, null);
    }

    private static TestVerdict Judge(Uri address, UpstreamProxy? proxy, HttpRequestException fault)
    {
        var (asked, key) = proxy is null ? (address, "base-url") : (proxy.Address, "proxy");
        return fault switch
        {
            { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
                Failed("connect", $"The proxy {proxy} did not let the connection through ({(int?)fault.StatusCode})."),
            { HttpRequestError: HttpRequestError.NameResolutionError } =>
                Failed("dns", $"The name {asked.Host} is not known to the DNS: is {key} spelt right?"),
            { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
                Failed("tls", $"No secure connection to {address.Authority}: its certificate is not trusted, is for another name, or has "
                    + "expired; or the port speaks plain http."),
            { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
                Failed("connect", $"Nothing listens at {asked.Authority}: is the port right, and does anything run there?"),
            { InnerException: ForbiddenAddressException forbidden } =>
                Failed("connect", $"No connection to {asked.Host}: {forbidden.Message} (sidecar.admin.allow-private)."),
            { HttpRequestError: HttpRequestError.ConnectionError } =>
                Failed("connect", $"No connection to {address.Authority} could be made."),
            _ => Failed("answer", $"{address.Authority} was reached, but does not speak HTTP as expected ({fault.HttpRequestError})."),
        };
    }

    private static TestVerdict Failed(string stage, string message) => new(false, stage, message, null, null);
}
