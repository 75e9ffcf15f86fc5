namespace Sidecar.Host.Configuration;

/// <summary>Quotes a value of the operator's for a fault.</summary>
internal static class Quoting
{
    private const int Longest = 24;
    private const int LongestPath = 400;

    /// <summary>In quotes, on one line, and shortened: a credential pasted under the wrong key must not appear whole in a log.</summary>
    public static string Clip(string value)
    {
        var line = string.Concat(value.Take(Longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return value.Length > Longest ? $"'{line[..(Longest / 2)]}…'" : $"'{line}'";
    }

    /// <summary>The end of a fault about a file: its path, on one line. Nothing for what looks like a credential pasted in its
    /// place.</summary>
    public static string Place(string path)
    {
        var isPath = Path.IsPathRooted(path) || path.StartsWith('.') || Path.GetExtension(path).Length is > 1 and <= 6;
        return isPath && path.Length <= LongestPath ? $": {string.Concat(path.Select(c => char.IsControl(c) ? '?' : c))}" : "";
    }
}
