using System.Globalization;
using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;

namespace Sidecar.Host.Commands.Setup;

/// <summary>Finds providers' keys in the environment, by the variable names that the providers document.</summary>
internal static class KeyFinder
{
    private const string AzureAddress = "AZURE_OPENAI_ENDPOINT";

    public static IReadOnlyList<FoundProvider> Find(IReadOnlyDictionary<string, string> environment)
    {
        var found = new List<FoundProvider>();
        var secrets = new SecretReader(environment);
        // If two presets share a variable (one in China, one elsewhere), the first is written, and a comment in the file names the other.
        foreach (var preset in ProviderPresets.All.Where(preset => preset.KeyVariable.Length > 0).DistinctBy(preset => preset.KeyVariable))
            if (Variables(preset.KeyVariable, environment, secrets) is { Count: > 0 } variables)
                found.Add(Of(preset, variables, environment));
        return found;
    }

    private static FoundProvider Of(ProviderPreset preset, List<string> variables, IReadOnlyDictionary<string, string> environment)
    {
        var address = preset.OpenAi?.BaseUrl is null
            ? AzureBaseUrl(environment.GetValueOrDefault(AzureAddress)) : null;
        return new FoundProvider(preset, variables, address, preset.Name switch
        {
            "github-models" => "often set for other uses; models need the scope models:read",
            _ when preset.OpenAi?.BaseUrl is null && address is null => $"fill in your address ({AzureAddress} is not set)",
            _ => "",
        });
    }

    // NAME, and then NAME_2, NAME2 and so on, in the order of their numbers; the same key under two names counts once.
    private static List<string> Variables(string name, IReadOnlyDictionary<string, string> environment, SecretReader secrets) =>
    [
        .. environment.Keys.Select(each => (Name: each, Number: NumberOf(each, name))).Where(each => each.Number >= 0)
            .OrderBy(each => each.Number).ThenBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => (each.Name, Key: secrets.OptionalVariable(each.Name, out _)?.Reveal()))
            .Where(each => each.Key is not null && !each.Key.Contains(',', StringComparison.Ordinal))
            .DistinctBy(each => each.Key)
            .Select(each => each.Name),
    ];

    private static int NumberOf(string variable, string name) =>
        variable == name ? 0
        : variable.StartsWith(name, StringComparison.Ordinal)
            && int.TryParse(variable.AsSpan(name.Length).TrimStart('_'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < 1000 ? number : -1;

    private static string? AzureBaseUrl(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? $"{address.GetLeftPart(UriPartial.Authority)}/openai/v1" : null;
}
