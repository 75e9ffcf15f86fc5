using System.Buffers;
using System.Text;

namespace Sidecar.Domain.Door;

/// <summary>Makes others' texts safe for a terminal: characters that move the cursor, change colours or reverse the writing direction are
/// escaped.</summary>
public static class Printable
{
    private static readonly SearchValues<char> Acting =
        SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(IsActing)]);

    /// <summary>Returns the same text if it needs no escaping.</summary>
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
