using System.Collections.Concurrent;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Upstream;

/// <summary>The addresses of upstream requests. Clients ask for the same few over and over, so that these are parsed once.</summary>
internal static class UpstreamAddresses
{
    // Paths and queries are the clients' own: somebody who asks for ever new ones must not fill the memory.
    private const int MostKept = 512;

    // The path goes upstream as the client wrote it; Uri would re-encode it.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly ConcurrentDictionary<(string BaseUrl, string Path, string Query), Uri> Known = new();
    private static int _kept;

    public static Uri Of(string baseUrl, string path, string query)
    {
        if (Known.TryGetValue((baseUrl, path, query), out var known))
            return known;
        var address = new Uri(UpstreamUri.Join(baseUrl, path, query), Verbatim);
        // Counting what the dictionary holds would lock all of it for each address that is not kept.
        if (Volatile.Read(ref _kept) < MostKept && Known.TryAdd((baseUrl, path, query), address))
            Interlocked.Increment(ref _kept);
        return address;
    }
}
