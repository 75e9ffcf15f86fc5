using System.Buffers;

namespace Sidecar.Domain.Door;

/// <summary>Whether a path stays inside the base URL, however often it is decoded on its way.</summary>
/// <remarks>
/// The server has already resolved plain dot segments, and leaves <c>%2f</c> as it is. An upstream, or a gateway in front of it, may
/// decode once more, treat a backslash as a slash, or cut parameters off a segment (<c>..;x</c>): even then the path must not lead
/// above the base URL.
/// </remarks>
public static class PathRules
{
    // No legitimate path is encoded more often than this.
    private const int MostRounds = 8;

    private static readonly SearchValues<char> Suspicious = SearchValues.Create("%\\;");

    /// <param name="path">As the client wrote it; plain dot segments resolved.</param>
    public static bool StaysInside(ReadOnlySpan<char> path)
    {
        if (!path.ContainsAny(Suspicious))
            return !HasParentSegment(path);
        Span<char> decoded = path.Length <= 1024 ? stackalloc char[path.Length] : new char[path.Length];
        path.CopyTo(decoded);
        for (var round = 0; round < MostRounds; round++)
        {
            if (HasParentSegment(decoded) || !TryDecode(decoded, out var length))
                return false;
            if (length == decoded.Length)
                return true;
            decoded = decoded[..length];
        }
        return false;
    }

    private static bool HasParentSegment(ReadOnlySpan<char> path)
    {
        foreach (var range in path.SplitAny('/', '\\'))
        {
            var segment = path[range];
            var parameters = segment.IndexOf(';');
            if ((parameters < 0 ? segment : segment[..parameters]).SequenceEqual(".."))
                return true;
        }
        return false;
    }

    /// <summary>Decodes once, in place. False: it contains bytes that decoders treat differently (control characters, overlong
    /// UTF-8).</summary>
    private static bool TryDecode(Span<char> text, out int length)
    {
        length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                c = (char)((Digit(text[i + 1]) << 4) | Digit(text[i + 2]));
                i += 2;
                if (c is < ' ' or '\u007f' or '\u00c0' or '\u00c1')
                    return false;
            }
            text[length++] = c;
        }
        return true;
    }

    private static int Digit(char hex) => char.IsAsciiDigit(hex) ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
