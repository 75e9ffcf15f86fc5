using System.Collections.Concurrent;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Upstream;

/// <summary>The addresses of upstream requests, parsed once, because clients use the same few again and again.</summary>
internal static class UpstreamAddresses
{
    // Clients choose paths, queries and models: a client that always uses new ones must not fill the memory.
    private const int MostKept = 512;

    // The path goes upstream as the client wrote it; Uri would encode it again.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly ConcurrentDictionary<Parts, Uri> Known = new();
    private static int _kept;

    /// <param name="path">The client's path, <c>/v1/…</c>.</param>
    /// <param name="query">The client's query with its question mark, or empty.</param>
    /// <param name="model">The upstream's name of the model; null: the request names none.</param>
    public static Uri Of(Backend backend, string path, string query, string? model)
    {
        var parts = new Parts(backend.BaseUrl, backend.VersionPath, backend.Query, path, query, backend.HasModelInAddress ? model : null);
        if (Known.TryGetValue(parts, out var known))
            return known;
        var baseUrl = backend.HasModelInAddress ? UpstreamUri.WithModel(backend.BaseUrl, model) : backend.BaseUrl;
        var address = new Uri(UpstreamUri.Join(baseUrl, backend.VersionPath, path, backend.Query, query), Verbatim);
        // Counting a concurrent dictionary would lock all of it for each address that is not kept.
        if (Volatile.Read(ref _kept) < MostKept && Known.TryAdd(parts, address))
            Interlocked.Increment(ref _kept);
        return address;
    }

    private readonly record struct Parts(string BaseUrl, string? VersionPath, string OwnQuery, string Path, string Query, string? Model);
}
