using System.Text.RegularExpressions;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Recognises what people hand over instead of HOCON: YAML, above all LiteLLM's configuration.</summary>
internal static partial class ForeignText
{
    private const string Yaml = "is YAML; Sidecar reads HOCON (docs/configuration.md)";

    /// <summary>What it is instead, and what to do; null: nothing that is known. Asked only about text that is no valid
    /// configuration.</summary>
    public static string? Find(string text, string file)
    {
        if (OfLiteLlm().IsMatch(text))
            return $"is a configuration of LiteLLM (YAML): 'setup --from {file}' makes a sidecar.conf of it";
        return Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml" || (OfYaml().IsMatch(text) && !OfHocon().IsMatch(text))
            ? Yaml : null;
    }

    [GeneratedRegex(@"^(?:model_list|\s+litellm_params|\s*-\s*litellm_params)\s*:", RegexOptions.Multiline)]
    private static partial Regex OfLiteLlm();

    // A document's beginning, an item of a list, or a key whose section is told by its indentation.
    [GeneratedRegex(@"\A---|^\s*-\s+[\w.-]+\s*:|^([ ]*)[\w.-]+:[ ]*\r?\n(?:\s*#.*\n|\s*\n)*\1[ ]+[\w.-]+:(?:\s|$)", RegexOptions.Multiline)]
    private static partial Regex OfYaml();

    // A section that is opened at a line's end.
    [GeneratedRegex(@"\{[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex OfHocon();
}
