using System.Buffers;
using System.Text;

namespace Sidecar.Domain.Door;

/// <summary>Text of others as it may stand on a terminal: what would move the cursor, change colours or turn the direction of writing is
/// spelt out.</summary>
public static class Printable
{
    private static readonly SearchValues<char> Acting =
        SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(IsActing)]);

    /// <summary>The text itself where nothing is wrong with it.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Acting))
            return text;
        var plain = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if (c is '\n' or '\r' or '\t')
                plain.Append(' ');
            else if (IsActing(c))
                plain.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else
                plain.Append(c);
        return plain.ToString();
    }

    private static bool IsActing(char c) =>
        char.IsControl(c)
            || c is (>= '\u200e' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff' or '\u061c';
}
