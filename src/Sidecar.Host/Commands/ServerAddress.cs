using Sidecar.Host.Configuration;

namespace Sidecar.Host.Commands;

/// <summary>The address at which a configuration's server can be reached on its own machine.</summary>
internal static class ServerAddress
{
    public static Uri Of(SidecarSettings settings, string path)
    {
        // A wildcard is an address to listen on, not one to connect to.
        var url = settings.Http.Urls[0].Replace("://*", "://0.0.0.0", StringComparison.Ordinal)
            .Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        var address = new UriBuilder(url) { Path = path };
        if (address.Host is "0.0.0.0" or "[::]")
            address.Host = "127.0.0.1";
        return address.Uri;
    }
}
