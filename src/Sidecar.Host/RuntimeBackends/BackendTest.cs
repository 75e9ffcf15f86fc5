using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;
using Sidecar.Host.Upstream;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Sends a backend one real <c>GET /v1/models</c> with its own key, outside its limits and rests, and says in words what is wrong.</summary>
internal sealed class BackendTest : IDisposable
{
    private const int MostRead = 4 * 1024 * 1024;

    private readonly UpstreamConnections _connections = new();

    public async Task<TestVerdict> RunAsync(Backend backend, CancellationToken cancellation)
    {
        var address = new Uri(UpstreamUri.Join(backend.BaseUrl, "/v1/models", ""));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(backend.Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (backend.ApiKey is { } key)
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key.Reveal());
            foreach (var (name, value) in backend.Headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await _connections.For(backend.BaseUrl, backend.ConnectTimeout).SendAsync(request, patience.Token);
            return await Judge(backend, address, answer, patience.Token);
        }
        catch (HttpRequestException fault)
        {
            return Judge(address, fault);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return patience.IsCancellationRequested
                ? new TestVerdict(false, "answer", $"{address.Host} did not answer within the backend's timeout.", null, null)
                : new TestVerdict(false, "connect", $"No connection to {address.Authority} within the backend's connect-timeout: a firewall, or a wrong port?", null, null);
        }
    }

    public void Dispose() => _connections.Dispose();

    private static async Task<TestVerdict> Judge(Backend backend, Uri address, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        var said = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => backend.HasOwnCredentials
                ? $"The upstream refused the backend's key ({status}): is it the right one, and still valid?"
                : $"The upstream asks for a key ({status}), and the backend has none of its own: clients must bring theirs.",
            HttpStatusCode.PaymentRequired => "The upstream says that the account has no credit (402).",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => $"The path {address.AbsolutePath} is not there ({status}): is base-url right? Most end in /v1. An upstream that lists no models answers so too.",
            HttpStatusCode.TooManyRequests => "The upstream answers, with 429: its limit is used up at the moment.",
            >= HttpStatusCode.InternalServerError => $"The upstream answers, with an error of its own ({status}).",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => $"The upstream redirects elsewhere ({status}), which Sidecar does not follow: use the address it leads to as base-url.",
            >= HttpStatusCode.BadRequest => $"The upstream refused the request ({status}).",
            _ => null,
        };
        if (said is not null)
            return new TestVerdict(false, "answer", said, status, null);
        return await CountAsync(answer, cancellation) is { } models
            ? new TestVerdict(true, "ok", $"It answers, and lists {models} models.", status, models)
            : new TestVerdict(false, "answer", $"It answers with {status}, but not with a list of models: is {address.Authority} an OpenAI-compatible upstream, and base-url its API rather than its web page?", status, null);
    }

    private static TestVerdict Judge(Uri address, HttpRequestException fault) => fault switch
    {
        { HttpRequestError: HttpRequestError.NameResolutionError } => new TestVerdict(false, "dns", $"The name {address.Host} is not known to the DNS: is base-url spelt right?", null, null),
        { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            new TestVerdict(false, "tls", $"No secure connection to {address.Authority}: its certificate is not trusted, is for another name, or has expired; or the port speaks plain http.", null, null),
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            new TestVerdict(false, "connect", $"Nothing listens at {address.Authority}: is the port right, and the upstream running?", null, null),
        { HttpRequestError: HttpRequestError.ConnectionError } => new TestVerdict(false, "connect", $"No connection to {address.Authority} could be made.", null, null),
        _ => new TestVerdict(false, "answer", $"{address.Authority} was reached, but does not speak HTTP as expected ({fault.HttpRequestError}).", null, null),
    };

    private static async Task<int?> CountAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(MostRead, cancellation);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
                ? data.GetArrayLength()
                : null;
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }
}
