using System.Text.RegularExpressions;
using Sidecar.Host.Commands.Setup.Pointing;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary><c>setup --from config.yaml</c>: the configuration, and what is to be said of it.</summary>
/// <param name="UnsetKeys">Variables of keys that are not set here.</param>
/// <param name="UnsetAddresses">Variables of addresses that are not set here.</param>
internal sealed partial record LiteLlmDraft(string Text, IReadOnlyList<LiteLlmBackend> Backends, IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> UnsetKeys, IReadOnlyList<string> UnsetAddresses)
{
    /// <summary>Throws <see cref="FormatException"/> if nothing can be taken over.</summary>
    public static LiteLlmDraft Of(string path, IReadOnlyDictionary<string, string> environment)
    {
        var bytes = OwnedFile.Read(path) ?? throw new FormatException($"{path}: does not exist");
        var file = LiteLlmFile.Read(OwnedFile.TextOf(bytes), path, environment);
        if (file.Deployments.Count == 0)
            throw new FormatException($"{path}: nothing of it can be taken over: {string.Join("; ", file.LeftOut)}");
        var backends = LiteLlmBackend.Of(file.Deployments);
        var text = LiteLlmText.Of(file, backends, Path.GetFileName(path));
        return new LiteLlmDraft(text, backends, file.LeftOut,
            Unset(backends.Select(each => each.KeyVariable)), Unset(Substitution().Matches(text).Select(match => match.Groups[1].Value)));

        IReadOnlyList<string> Unset(IEnumerable<string> variables) => [.. variables.Distinct()
            .Where(variable => variable.Length > 0 && string.IsNullOrWhiteSpace(environment.GetValueOrDefault(variable)))];
    }

    /// <summary>The environment with words in place of what is not set yet, so that everything else can be checked.</summary>
    public IReadOnlyDictionary<string, string> Completed(IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(environment);
        foreach (var (index, variable) in UnsetKeys.Index())
            all[variable] = $"not-set-yet-{index}";
        foreach (var variable in UnsetAddresses)
            all[variable] = "https://not-set-yet.example";
        return all;
    }

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Substitution();
}
