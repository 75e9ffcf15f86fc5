namespace Sidecar.Host.Configuration;

/// <summary>One value of the configuration and where it was written.</summary>
/// <param name="Value">As written; masked where it may be a secret.</param>
/// <param name="Source">A file, or an environment variable.</param>
/// <param name="Line">From 1; null: the source has no lines.</param>
public sealed record SettingLine(string Path, string Value, string Source, int? Line)
{
    private const string Masked = "(set, not shown)";

    /// <summary>It is one of the shipped values.</summary>
    public bool IsDefault => Source.StartsWith(SettingsLoader.ShippedDirectory, StringComparison.Ordinal);

    /// <summary>Where it comes from, in words.</summary>
    public string Origin => IsDefault ? "default" : Line is { } line ? $"{Source}, line {line}" : Source;

    internal static SettingLine Of(string path, string value, Hocon.SourcePosition at) =>
        new(path, MayBeSecret(path, value) ? Masked : value, at.Source, at.Line == 0 ? null : at.Line);

    // Headers and query parameters are where providers without a scheme of their own take their keys.
    private static bool MayBeSecret(string path, string value) => value.Length > 0
        && (path.EndsWith(".api-key", StringComparison.Ordinal) || path.EndsWith(".key-hash", StringComparison.Ordinal)
            || path.Contains(".headers.", StringComparison.Ordinal) || path.Contains(".query.", StringComparison.Ordinal)
            || (value.Contains("://", StringComparison.Ordinal) && value.Contains('@', StringComparison.Ordinal)));
}
