using Microsoft.Extensions.Primitives;
using Sidecar.Diagnostics;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Wire;

namespace Sidecar.Upstream;

/// <summary>A client's request as the walk sees it: immutable, and sent as often as the walk needs.</summary>
public sealed class ProxyRequest
{
    public required string Id { get; init; }

    public required string Method { get; init; }

    /// <summary>As the client wrote it, percent-encoding included; begins with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>With its leading question mark, or empty.</summary>
    public required string Query { get; init; }

    /// <summary>Readable until the request's answer has ended, not after.</summary>
    public required IEnumerable<KeyValuePair<string, StringValues>> Headers { get; init; }

    public required PooledBody Body { get; init; }

    /// <summary>The decoded <see cref="Body"/>, if it was compressed and could be decoded: the envelope was read from it.</summary>
    public PooledBody? Decoded { get; init; }

    public required RequestEnvelope Envelope { get; init; }

    /// <summary>The requested API, which determines the backends that can take it.</summary>
    public RequestAsk Ask { get; internal set; }

    /// <summary>The same request as chat completions, for backends that need a translation; null: none does.</summary>
    public ProxyRequest? Translated { get; internal set; }

    /// <summary>For a translated request: what is needed to write its answer.</summary>
    internal CarriedRequest Carried { get; init; }

    /// <summary>The backend that served its session last; null if none is known.</summary>
    public string? Prefers { get; internal set; }

    /// <summary>The backend that made the object to which it refers; null if none is known, or it refers to nothing.</summary>
    public string? Maker { get; internal set; }

    /// <summary>It refers to an object whose maker is unknown: if a backend does not know the object, the next one is asked.</summary>
    public bool SeeksMaker { get; internal set; }

    /// <summary>The model after aliases: used for routing, limits and prices.</summary>
    public required string Model { get; init; }

    /// <summary>The proxies that it has passed, this one last.</summary>
    public string Via { get; init; } = "";

    public required bool HasAuthorization { get; init; }

    /// <summary>The name of the client key; null if no client keys are in use.</summary>
    public string? Client { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When its last byte had been read: from then on Sidecar's own time counts.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Its spans; null if nobody listens.</summary>
    public WalkTrace? Trace { get; init; }

    /// <summary>A number that increases by one with each request: the turn in round robin.</summary>
    public required long RequestNumber { get; init; }

    /// <summary>Cancelled when the client hangs up.</summary>
    public required CancellationToken ClientGone { get; init; }
}
