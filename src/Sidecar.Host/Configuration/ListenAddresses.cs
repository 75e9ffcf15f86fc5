using System.Net;
using Microsoft.AspNetCore.Http;

namespace Sidecar.Host.Configuration;

/// <summary>Reads <c>http.urls</c>.</summary>
internal static class ListenAddresses
{
    public static IReadOnlyList<string> Split(string urls) =>
        urls.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Why the web server would reject the address, or null.</summary>
    public static string? FaultOf(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (!string.Equals(address.Scheme, "http", StringComparison.OrdinalIgnoreCase)
                && !string.Equals(address.Scheme, "https", StringComparison.OrdinalIgnoreCase))
                return "must begin with http:// or https://";
            if (!address.IsUnixPipe && address.Port is < 0 or > IPEndPoint.MaxPort)
                return "has no valid port";
            return !address.IsUnixPipe && address.PathBase.Length > 0 ? "must end after the port" : null;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return "is not an address such as http://127.0.0.1:8080";
        }
    }

    /// <summary>Needs a certificate.</summary>
    public static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names and addresses listened on, without wildcards: valid values of <c>Host</c>.</summary>
    public static IEnumerable<string> Hosts(IEnumerable<string> urls) => urls
        .Select(BindingAddress.Parse)
        .Where(address => !address.IsUnixPipe && address.Host is not ("*" or "+"))
        .Select(address => address.Host.Trim('[', ']'));

    /// <summary>Reachable from this machine only. A name other than localhost, like <c>*</c>, means every interface.</summary>
    public static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe
            || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
