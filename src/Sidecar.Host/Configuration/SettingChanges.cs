namespace Sidecar.Host.Configuration;

/// <summary>What differs between two readings of a configuration.</summary>
internal static class SettingChanges
{
    /// <summary>Each key whose value differs, in order; null where it is not set.</summary>
    public static IReadOnlyList<(string Path, string? Before, string? Now)> Between(
        IReadOnlyList<SettingLine> before, IReadOnlyList<SettingLine> now)
    {
        var (old, young) = (ByPath(before), ByPath(now));
        return [.. now.Concat(before).Select(line => line.Path).Distinct(StringComparer.Ordinal)
            .Select(path => (path, old.GetValueOrDefault(path), young.GetValueOrDefault(path)))
            .Where(change => change.Item2 != change.Item3)];
    }

    private static Dictionary<string, string> ByPath(IReadOnlyList<SettingLine> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
            values[line.Path] = line.Value;
        return values;
    }
}
