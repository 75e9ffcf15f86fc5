using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>The chat request that a backend gets in place of a client's request in another dialect.</summary>
internal static class ChatRequest
{
    private const string Path = "/v1/chat/completions";

    /// <param name="request">The client's request, or one made from it before.</param>
    /// <param name="body">A chat completion, which the caller must release.</param>
    public static ProxyRequest Of(ProxyRequest request, PooledBody body, in CarriedRequest carried) => new()
    {
        Id = request.Id,
        Method = request.Method,
        Path = Path,
        // The query belongs to the other API ("?beta=true").
        Query = "",
        Headers = ReferenceEquals(request.Path, Path) ? request.Headers : Of(request.Headers),
        Body = body,
        Envelope = RequestEnvelopeReader.Read(body.Memory.Span),
        Ask = request.Ask,
        Model = request.Model,
        Via = request.Via,
        HasAuthorization = request.HasAuthorization,
        Client = request.Client,
        ArrivedAt = request.ArrivedAt,
        ReadAt = request.ReadAt,
        Trace = request.Trace,
        RequestNumber = request.RequestNumber,
        ClientGone = request.ClientGone,
        Carried = carried,
    };

    // The body is new, and headers of Anthropic's API mean nothing to other providers. A client's own key is in the header that this API
    // uses.
    private static IEnumerable<KeyValuePair<string, StringValues>> Of(IEnumerable<KeyValuePair<string, StringValues>> headers)
    {
        var hasBearer = headers.Any(header => header.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase));
        foreach (var (name, values) in headers)
            if (name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase))
            {
                if (!hasBearer)
                    yield return KeyValuePair.Create("Authorization", new StringValues("Bearer " + values.ToString()));
            }
            else if (!name.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase))
                yield return KeyValuePair.Create(name, values);
    }
}
