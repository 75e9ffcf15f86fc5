using System.Globalization;
using System.Text;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Reads quoted strings: JSON's, and HOCON's in three quotes, which have no escapes and may span lines.</summary>
internal static class HoconStrings
{
    private const string Triple = "\"\"\"";

    /// <summary>The cursor is on the opening quote. Null: not a string; <paramref name="fault"/> says why, without repeating any of
    /// it.</summary>
    public static string? Read(HoconCursor cursor, out string fault)
    {
        fault = "";
        return cursor.At(Triple) ? ReadTriple(cursor, ref fault) : ReadSingle(cursor, ref fault);
    }

    private static string? ReadSingle(HoconCursor cursor, ref string fault)
    {
        var result = new StringBuilder();
        for (cursor.Advance(); cursor.Current != '"'; cursor.Advance())
        {
            if (cursor.AtEnd || cursor.Current == '\n')
            {
                fault = "a quote is opened but not closed on its line";
                return null;
            }
            if (cursor.Current != '\\')
            {
                result.Append(cursor.Current);
                continue;
            }
            cursor.Advance();
            if (Unescape(cursor) is not { } character)
            {
                fault = "a backslash in a quoted value must be followed by one of \" \\ / b f n r t uXXXX (write \\\\ for a backslash)";
                return null;
            }
            result.Append(character);
        }
        cursor.Advance();
        return result.ToString();
    }

    private static char? Unescape(HoconCursor cursor)
    {
        switch (cursor.Current)
        {
            case '"' or '\\' or '/':
                return cursor.Current;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                string digits = new([cursor.Peek(1), cursor.Peek(2), cursor.Peek(3), cursor.Peek(4)]);
                if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                    return null;
                cursor.Advance(4);
                return (char)code;
            default:
                return null;
        }
    }

    private static string? ReadTriple(HoconCursor cursor, ref string fault)
    {
        var result = new StringBuilder();
        for (cursor.Advance(3); !cursor.At(Triple); cursor.Advance())
        {
            if (cursor.AtEnd)
            {
                fault = "three quotes are opened but never closed";
                return null;
            }
            result.Append(cursor.Current);
        }
        // A string that itself ends in quotes has more than three at its end; the last three close it.
        for (; cursor.Peek(3) == '"'; cursor.Advance())
            result.Append('"');
        cursor.Advance(3);
        return result.ToString();
    }
}
