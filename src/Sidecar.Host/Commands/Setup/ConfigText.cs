using System.Text;
using Sidecar.Domain.Backends;

namespace Sidecar.Host.Commands.Setup;

/// <summary>Writes a configuration for the keys that were found: the names of their variables, never their values.</summary>
internal static class ConfigText
{
    // NVIDIA documents 40 requests a minute for its hosted models; the limits of others are learnt.
    private const string NvidiaRpm = "rpm = 40";

    public static string Of(IReadOnlyList<FoundProvider> providers)
    {
        var text = new StringBuilder();
        text.Append("# Written by sidecar setup. Only the names of the keys' variables are here.\n");
        text.Append("# Every possible key with its default: hocon/sidecar.conf\n");
        text.Append("sidecar {\n  backends {\n");
        var pool = "primary";
        foreach (var provider in providers)
        {
            text.Append(SectionOf(provider, pool));
            if (provider.IsUsed)
                pool = "fallback";
        }
        return text.Append("  }\n}\n").ToString();
    }

    private static string SectionOf(FoundProvider provider, string pool)
    {
        var lines = new List<string> { $"{provider.Preset.Name} {{", $"  pool = {pool}", $"  preset = {provider.Preset.Name}" };
        if (provider.BaseUrl is not null || !provider.IsUsed && provider.Preset.OpenAi?.BaseUrl is null)
            lines.Add($"  base-url = \"{provider.BaseUrl ?? "https://NAME.openai.azure.com/openai/v1"}\"");
        lines.Add(provider.Variables.Count == 1 ? $"  api-key-env = {provider.Variables[0]}"
            : $"  api-keys-env = [{string.Join(", ", provider.Variables)}]");
        if (provider.Preset.Name == "nvidia")
            lines.Add($"  {NvidiaRpm}");
        lines.Add("}");
        var remarks = new List<string>();
        if (Twin(provider.Preset) is { } twin)
            remarks.Add($"# for an account at {new Uri(twin.OpenAi!.BaseUrl!).Host}: preset = {twin.Name}");
        if (!provider.IsUsed)
            remarks.Add($"# left out: {provider.Doubt}");
        return string.Concat(remarks.Concat(lines.Select(line => provider.IsUsed ? line : $"# {line}")).Select(line => $"    {line}\n"));
    }

    private static ProviderPreset? Twin(ProviderPreset preset) =>
        ProviderPresets.All.FirstOrDefault(other => other.KeyVariable == preset.KeyVariable && other.Name != preset.Name);
}
