using Microsoft.Extensions.Primitives;
using Sidecar.Diagnostics;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Wire;

namespace Sidecar.Upstream;

/// <summary>A client's request as the walk sees it: never changed, sent as often as the walk needs.</summary>
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

    /// <summary>What <see cref="Body"/> decodes to, where it came compressed and could be read: what the envelope was read from.</summary>
    public PooledBody? Decoded { get; init; }

    public required RequestEnvelope Envelope { get; init; }

    /// <summary>What it asks for, by which those backends are told that can take it.</summary>
    public RequestAsk Ask { get; internal set; }

    /// <summary>The same request as chat completions, for backends that are asked through a translation; null: none is.</summary>
    public ProxyRequest? Translated { get; internal set; }

    /// <summary>Of a translated one: what its answer is to be written with.</summary>
    internal CarriedRequest Carried { get; init; }

    /// <summary>The backend that served its session last; null: none is known.</summary>
    public string? Prefers { get; internal set; }

    /// <summary>The backend that made what it goes on from; null: none is known, or nothing is gone on from.</summary>
    public string? Maker { get; internal set; }

    /// <summary>It goes on from something whose maker is not known: who does not know it either is no reason to end.</summary>
    public bool SeeksMaker { get; internal set; }

    /// <summary>The model after aliases: routed, limited and priced by this name.</summary>
    public required string Model { get; init; }

    /// <summary>The proxies it has passed, this one last.</summary>
    public string Via { get; init; } = "";

    public required bool HasAuthorization { get; init; }

    /// <summary>The client key's name, null where no client keys are in use.</summary>
    public string? Client { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When its last byte had been read: from here on it is Sidecar who takes time.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Its spans; null when nobody wants them.</summary>
    public WalkTrace? Trace { get; init; }

    /// <summary>A number that differs from request to request by one: the turn in a round robin.</summary>
    public required long RequestNumber { get; init; }

    /// <summary>Cancelled when the client hangs up.</summary>
    public required CancellationToken ClientGone { get; init; }
}
