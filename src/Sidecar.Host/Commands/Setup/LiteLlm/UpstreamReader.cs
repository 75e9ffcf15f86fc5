using System.Text.RegularExpressions;
using Sidecar.Domain.Backends;
using YamlDotNet.RepresentationModel;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>Reads where an entry's requests go, and by which key.</summary>
internal static partial class UpstreamReader
{
    private const string FromEnvironment = "os.environ/";

    /// <summary>Null: the provider has no address of its own, and none is given.</summary>
    public static Upstream? Read(
        LiteLlmProvider provider, YamlNode? given, string? address, IReadOnlyDictionary<string, string> environment)
    {
        var preset = ProviderPresets.Find(provider.Preset);
        address ??= preset?.Name == "azure" ? FromEnvironment + "AZURE_API_BASE" : null;
        if (address is null && preset?.OpenAi?.BaseUrl is null)
            return null;
        var (key, isWritten) = KeyOf(given.Text("api_key"), provider);
        var version = preset?.Name == "azure" ? given.Text("api_version") : null;
        // The address of a provider's own needs no mention.
        var url = address is null || address.TrimEnd('/') == preset?.OpenAi?.BaseUrl ? null
            : Written(address, preset, version, environment);
        return new Upstream(
            preset?.Name ?? "upstream", preset?.Name ?? "", url, VersionPathOf(url, preset), version, key, isWritten);
    }

    // LiteLLM puts the endpoint right behind the address; Sidecar would put /v1 between them where there is no version.
    private static string? VersionPathOf(string? url, ProviderPreset? preset) =>
        url is null || preset?.Name is "azure" or "ollama" or "anthropic" || HasVersion().IsMatch(url) ? null : "";

    private static string Written(string address, ProviderPreset? preset, string? version, IReadOnlyDictionary<string, string> environment)
    {
        var variable = address.StartsWith(FromEnvironment, StringComparison.Ordinal) ? address[FromEnvironment.Length..] : null;
        var text = variable is null ? address : environment.GetValueOrDefault(variable) ?? "";
        var end = preset?.Name == "azure" ? version is null ? "/openai/v1" : "/openai/deployments/{model}" : "";
        text = text.TrimEnd('/');
        if (end.Length > 0 && text.IndexOf("/openai", StringComparison.Ordinal) is var at and > 0)
            text = text[..at];
        return text.Length > 0 ? HoconText.Quoted(text + end)
            : "${" + variable + "}" + (end.Length > 0 ? HoconText.Quoted(end) : "");
    }

    private static (string? Variable, bool IsWritten) KeyOf(string? key, LiteLlmProvider provider)
    {
        if (key?.StartsWith(FromEnvironment, StringComparison.Ordinal) == true)
            return (key[FromEnvironment.Length..], false);
        // A server on one's own machine is often given any word.
        if (key is null || provider.DefaultKey is null && key.Length < 12)
            return (provider.DefaultKey, false);
        return (provider.DefaultKey ?? "UPSTREAM_API_KEY", true);
    }

    [GeneratedRegex(@"/v\d+\w*(/|""|$)")]
    private static partial Regex HasVersion();
}
