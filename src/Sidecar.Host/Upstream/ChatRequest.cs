using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>The request that a backend is sent in the place of a client's in another dialect.</summary>
internal static class ChatRequest
{
    private const string Path = "/v1/chat/completions";

    /// <param name="request">The client's, or what was made of it before.</param>
    /// <param name="body">A chat completion, the maker's to release.</param>
    public static ProxyRequest Of(ProxyRequest request, PooledBody body, in CarriedRequest carried) => new()
    {
        Id = request.Id,
        Method = request.Method,
        Path = Path,
        // Parameters are the other API's own ("?beta=true").
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

    // The body is written anew, and what speaks of Anthropic's API would only puzzle another. A client's own key is where that API
    // has it.
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
