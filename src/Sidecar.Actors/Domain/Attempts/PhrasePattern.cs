using System.Text;

namespace Sidecar.Domain.Attempts;

/// <summary>The beginning of a message: literal text, <c>#</c> for a word or a quoted name, <c>*</c> for anything, <c>$</c> for the
/// end.</summary>
/// <remarks>It matches only at the beginning, because messages repeat what the client sent: a prompt that quotes an error is not
/// one.</remarks>
internal sealed class PhrasePattern
{
    private const int WidestGap = 400;

    private readonly Part[] _parts;

    public PhrasePattern(string pattern)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        foreach (var c in pattern)
        {
            if (c is not ('#' or '*' or '$'))
            {
                literal.Append(c);
                continue;
            }
            Close();
            parts.Add(new Part(c, []));
        }
        Close();
        _parts = [.. parts];

        void Close()
        {
            if (literal.Length > 0)
                parts.Add(new Part('=', Encoding.UTF8.GetBytes(literal.ToString())));
            literal.Clear();
        }
    }

    /// <param name="text">In lower case, without leading white space or quotes.</param>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        var before = '=';
        foreach (var part in _parts)
        {
            var length = part.Kind switch
            {
                '=' => LiteralEnd(text, part.Literal, before),
                '$' => (before == '#' ? text[WordLength(text)..] : text).TrimEnd(". "u8).IsEmpty ? 0 : -1,
                _ => 0,
            };
            if (length < 0)
                return false;
            text = text[length..];
            before = part.Kind;
        }

        return before != '#' || WordLength(text) > 0;
    }

    // Where the literal ends if it is found at once, after a word, or anywhere near; -1: not found.
    private static int LiteralEnd(ReadOnlySpan<byte> text, byte[] literal, char before)
    {
        if (before == '=')
            return text.StartsWith(literal) ? literal.Length : -1;
        var least = before == '#' ? Math.Max(1, QuotedLength(text)) : 0;
        if (least > text.Length)
            return -1;
        var rest = text[least..];
        var most = before == '#' ? WordLength(rest) + literal.Length : WidestGap;
        var at = rest[..Math.Min(rest.Length, most)].IndexOf(literal);
        return at < 0 ? -1 : least + at + literal.Length;
    }

    private static int QuotedLength(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text[0] is (byte)'"' or (byte)'\'' or (byte)'`' && text[1..].IndexOf(text[0]) is var closing and >= 0
            ? closing + 2
            : 0;

    private static int WordLength(ReadOnlySpan<byte> text) => text.IndexOf((byte)' ') is var space and >= 0 ? space : text.Length;

    private readonly record struct Part(char Kind, byte[] Literal);
}
