using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for where Sidecar listens, and who may reach it.</summary>
internal static class HttpRules
{
    private const string Path = "sidecar.http.urls";

    /// <param name="guarded">Whether clients need a key, or an admin token is set.</param>
    public static IEnumerable<string> Check(HttpOptions http, bool guarded)
    {
        var urls = ListenAddresses.Split(http.Urls);
        if (urls.Count == 0)
            yield return $"{Path}: is empty";
        foreach (var url in urls)
        {
            if (ListenAddresses.FaultOf(url) is { } fault)
                yield return $"{Path}: {Quoting.Clip(url)} {fault}";
            else if (!guarded && !http.AllowOpen && !ListenAddresses.IsLoopback(url))
                yield return $"{Path}: {Quoting.Clip(url)} is open to other machines, but neither clients nor an admin token guard it: "
                    + $"add clients, set an admin token (admin.token-env or admin.token-file), or say http.allow-open = true";
        }
    }
}
