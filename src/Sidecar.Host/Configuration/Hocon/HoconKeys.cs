using System.Text;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Reads a key: segments joined by dots, each a word or a quoted string.</summary>
internal static class HoconKeys
{
    /// <summary>Whether a word ends here, in a key or a value. HOCON reserves more characters, but Akka's own files use those
    /// freely.</summary>
    public static bool EndsWord(HoconCursor cursor) =>
        cursor.AtEnd || cursor.AtComment || cursor.Current is '$' or '"' or '{' or '}' or '[' or ']' or ':' or '=' or ',' or '\\'
        || char.IsWhiteSpace(cursor.Current) || char.IsControl(cursor.Current);

    /// <summary>Null: there is no key here, and <paramref name="fault"/> says why.</summary>
    public static List<string>? Read(HoconCursor cursor, out string fault)
    {
        var segments = new List<string>();
        while (true)
        {
            var segment = cursor.Current == '"' ? HoconStrings.Read(cursor, out fault) : ReadWord(cursor, out fault);
            if (segment is null)
                return null;
            segments.Add(segment);
            if (cursor.Current != '.')
                return segments;
            cursor.Advance();
        }
    }

    private static string? ReadWord(HoconCursor cursor, out string fault)
    {
        var word = new StringBuilder();
        for (; !EndsWord(cursor) && cursor.Current != '.' && !cursor.At("+="); cursor.Advance())
            word.Append(cursor.Current);
        fault = word.Length > 0 ? "" : "a key is expected here";
        return word.Length > 0 ? word.ToString() : null;
    }
}
