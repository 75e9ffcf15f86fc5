namespace Sidecar.Domain.Backends;

/// <summary>Decides which header carries a backend's own key.</summary>
public static class KeyHeaders
{
    // https://learn.microsoft.com/azure/foundry/openai/reference: the resource's own host, in each of Azure's clouds.
    // "models.inference.ai.azure.com" is not among them: it takes a token of GitHub as Bearer.
    private static readonly string[] AzureZones = ["azure.com", "azure.us", "azure.cn"];
    private static readonly string[] AzureServices = ["openai", "cognitiveservices", "services.ai"];
    private static readonly string[] OtherAzureHosts = [".azure-api.net", ".api.cognitive.microsoft.com"];

    /// <param name="preset">The header that the provider is known to require; null: unknown.</param>
    public static KeyHeader Of(BackendDialect dialect, string baseUrl, KeyHeader? preset = null)
    {
        if (preset is { } known)
            return known;
        if (dialect == BackendDialect.Anthropic)
            return KeyHeader.XApiKey;
        return IsAzure(HostOf(baseUrl)) ? KeyHeader.ApiKey : KeyHeader.Bearer;
    }

    /// <summary>The dialect if none is configured: Anthropic's own host speaks Anthropic's.</summary>
    public static BackendDialect DialectOf(string baseUrl) =>
        string.Equals(HostOf(baseUrl), "api.anthropic.com", StringComparison.OrdinalIgnoreCase)
            ? BackendDialect.Anthropic
            : BackendDialect.OpenAi;

    private static bool IsAzure(string host) =>
        Array.Exists(OtherAzureHosts, end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(AzureZones, zone => Array.Exists(AzureServices, service => EndsWith(host, service, zone)));

    private static bool EndsWith(string host, string service, string zone) =>
        host.EndsWith($".{service}.{zone}", StringComparison.OrdinalIgnoreCase);

    private static string HostOf(string baseUrl) => Uri.TryCreate(baseUrl, UriKind.Absolute, out var address) ? address.Host : "";
}
