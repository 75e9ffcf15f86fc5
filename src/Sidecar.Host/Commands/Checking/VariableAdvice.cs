using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.Commands.Checking;

/// <summary>Warns about environment variables that other programs obey and Sidecar does not.</summary>
internal static class VariableAdvice
{
    // ASPNETCORE_HTTP_PORTS is not here: Microsoft's images set it for everybody.
    private static readonly string[] OfAddresses = ["ASPNETCORE_URLS", "DOTNET_URLS"];

    private static readonly string[] OfProxies = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];

    public static IEnumerable<string> Of(SidecarSettings settings)
    {
        var set = settings.Source.Environment.Where(variable => variable.Value.Length > 0).Select(variable => variable.Key).ToList();
        if (Those(set, OfAddresses) is { Length: > 0 } urls)
            yield return $"{urls} is set and ignored: where to listen is sidecar.http.urls (Sidecar__Http__Urls in the environment)";
        if (settings.Catalog.Backends.Any(backend => backend is { Enabled: true, Proxy: null } && !IsHere(backend))
            && Those(set, OfProxies) is { Length: > 0 } proxies)
            yield return $"{proxies} is set and ignored: a proxy is told for each backend (sidecar.backends.NAME.proxy)";
    }

    private static string Those(IEnumerable<string> set, string[] names) =>
        string.Join(", ", set.Where(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));

    private static bool IsHere(Backend backend) => Uri.TryCreate(backend.BaseUrl, UriKind.Absolute, out var address) && address.IsLoopback;
}
