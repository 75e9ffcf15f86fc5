namespace Sidecar.Host.Configuration.Hocon;

/// <summary>A key's full path as an operator would write it: segments joined by dots, unusual ones in quotes.</summary>
internal static class HoconPath
{
    public static string Join(params IEnumerable<string> segments) => string.Join('.', segments.Select(Quote));

    public static string Append(string path, string segment) => path.Length == 0 ? Quote(segment) : $"{path}.{Quote(segment)}";

    /// <summary>Splits <c>path: message</c> at the first colon outside quotes.</summary>
    public static (string Path, string Message) SplitMessage(string failure)
    {
        var quoted = false;
        for (var i = 0; i < failure.Length; i++)
        {
            if (failure[i] == '\\' && quoted)
                i++;
            else if (failure[i] == '"')
                quoted = !quoted;
            else if (failure[i] == ':' && !quoted)
                return (failure[..i], failure[(i + 1)..].TrimStart());
        }
        return ("", failure);
    }

    private static string Quote(string segment)
    {
        if (segment.Length > 0 && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return segment;
        var printable = string.Concat(segment.Take(64).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return $"\"{printable.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
