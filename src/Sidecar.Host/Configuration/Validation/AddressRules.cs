using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>Rules for where a backend's requests go, after its preset was applied.</summary>
internal static class AddressRules
{
    public static IEnumerable<string> Check(BackendOptions backend, string path)
    {
        if (backend.Preset.Length > 0 && ProviderPresets.Find(backend.Preset) is null)
            yield return $"{path}.preset: {Quoting.Clip(backend.Preset)} is not one of {string.Join(", ", ProviderPresets.Names)}"
                + SpellingSuggestion.For(backend.Preset, ProviderPresets.Names);
        if (backend.BaseUrl is { } url && BaseUrls.FaultOf(url) is { } fault)
            yield return $"{path}.base-url: {fault}";
        else if (IsAzureRoot(backend))
            yield return $"{path}.base-url: of Azure ends in /openai/v1, "
                + $"or in /openai/deployments/{{model}} with query {{ \"api-version\" = … }}";
        if (backend.VersionPath is not (BackendOptions.AutoVersionPath or "") && !IsPath(backend.VersionPath))
            yield return $"{path}.version-path: must be auto, \"\" or a path such as /v1";
        foreach (var (index, parameter) in backend.Query.Index())
        {
            var place = HoconPath.Append($"{path}.query", parameter.Name);
            if (parameter.Name.Length == 0 || parameter.Name.Any(char.IsControl) || parameter.Value.Any(char.IsControl))
                yield return $"{place}: a parameter needs a name, and no control characters";
            if (backend.Query.FindIndex(q => string.Equals(q.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) < index)
                yield return $"{place}: is given twice";
        }
        if (ProxyAddresses.Read(backend.Proxy, out var proxyFault) is null && proxyFault.Length > 0)
            yield return $"{path}.proxy: {proxyFault}";
    }

    private static bool IsPath(string text) =>
        text.StartsWith('/') && !text.EndsWith('/') && !text.Contains("//", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '~')
        && !text.Split('/').Any(segment => segment is "." or "..");

    // The portal shows this as the endpoint, but requests to it are answered with 404.
    private static bool IsAzureRoot(BackendOptions backend) =>
        ProviderPresets.Find(backend.Preset) is { Name: "azure" } && backend is { BaseUrl: { } url, VersionPath: "" }
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath == "/";
}
