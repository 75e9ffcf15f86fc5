using System.Collections.Concurrent;
using Sidecar.Domain.Backends;

namespace Sidecar.Host.Upstream;

/// <summary>Remembers which backends refuse <c>stream_options</c>: an option that only Sidecar added must not cost a client its
/// answer.</summary>
internal sealed class UsageRefusals
{
    private readonly ConcurrentDictionary<(string Id, string BaseUrl), bool> _refusing = new();

    public bool Has(Backend backend) => !_refusing.IsEmpty && _refusing.ContainsKey((backend.Id, backend.BaseUrl));

    public void Add(Backend backend) => _refusing[(backend.Id, backend.BaseUrl)] = true;

    /// <summary>Whether the answer is an error that names the option.</summary>
    public static bool Is(HttpUpstreamAnswer answer)
    {
        if (!answer.WasAskedForUsage)
            return false;
        var said = answer.Peeked.Span;
        var isError =
            answer.Status is >= 400 and not (401 or 402 or 403 or 429) || (answer.Status < 300 && said.IndexOf("\"error\""u8) >= 0);
        return isError && (said.IndexOf("stream_options"u8) >= 0 || said.IndexOf("include_usage"u8) >= 0);
    }
}
