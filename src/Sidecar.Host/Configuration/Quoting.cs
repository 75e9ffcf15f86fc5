namespace Sidecar.Host.Configuration;

/// <summary>Quotes a value of the operator's for a fault.</summary>
internal static class Quoting
{
    private const int Longest = 24;

    /// <summary>In quotes, on one line, and shortened: a credential pasted under the wrong key must not appear whole in a log.</summary>
    public static string Clip(string value)
    {
        var line = string.Concat(value.Take(Longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return value.Length > Longest ? $"'{line[..(Longest / 2)]}…'" : $"'{line}'";
    }
}
