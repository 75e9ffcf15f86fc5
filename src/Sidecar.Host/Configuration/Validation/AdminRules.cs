using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for where definitions through the API may take keys from.</summary>
internal static class AdminRules
{
    public static IEnumerable<string> Check(AdminOptions admin)
    {
        foreach (var (index, variable) in admin.KeyVariables.Index())
            if (variable.TrimEnd('*') is not { Length: > 0 } name || variable.Length - name.Length > 1
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                yield return $"sidecar.admin.key-variables.{index}: must be the name of an environment variable, or the beginning of one "
                    + $"and a *";
        foreach (var (index, file) in admin.KeyFiles.Index())
            if (!Path.IsPathFullyQualified(file) || file.TrimEnd('/').Length == 0)
                yield return $"sidecar.admin.key-files.{index}: must be the absolute path of a file or directory";
    }
}
