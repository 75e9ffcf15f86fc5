using Sidecar.Domain.Backends;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>Reads a backend's <c>proxy</c>. Faults never repeat it, because it may contain a password.</summary>
internal static class ProxyAddresses
{
    public static UpstreamProxy? Read(string text, out string fault)
    {
        fault = "";
        if (text.Length == 0)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "socks5")
            || address.Host.Length == 0 || address.AbsolutePath.Length > 1 || address.Query.Length > 0 || address.Fragment.Length > 0
                || text.Any(char.IsWhiteSpace))
        {
            fault = "must be an address such as http://127.0.0.1:3128 or socks5://127.0.0.1:1080";
            return null;
        }
        if (address.Port < 0)
        {
            fault = "needs a port, such as socks5://127.0.0.1:1080";
            return null;
        }
        var user = address.UserInfo.Split(':', 2);
        var password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "";
        var bare = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        return new UpstreamProxy(bare, Uri.UnescapeDataString(user[0]), password.Length > 0 ? new ApiKey(password) : null);
    }
}
