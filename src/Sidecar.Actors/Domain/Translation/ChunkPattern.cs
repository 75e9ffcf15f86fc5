using System.Buffers;

namespace Sidecar.Domain.Translation;

/// <summary>The last chunk of a stream without the one text in it. Most chunks of a stream differ from the one before only in that
/// text, and comparing is several times cheaper than parsing.</summary>
internal struct ChunkPattern
{
    // Chunks with more around their text are parsed.
    private const int Longest = 2048;

    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private byte[]? _frame;
    private int _before;
    private int _after;

    /// <summary>The text's kind.</summary>
    public BlockKind Kind { get; private set; }

    /// <summary>For a piece of a call: its index.</summary>
    public int Tool { get; private set; }

    /// <param name="json">A chunk that was read to its end and says nothing else than this text.</param>
    /// <param name="start">Where the text begins, behind its quote.</param>
    public void Learn(ReadOnlySpan<byte> json, int start, int length, BlockKind kind, int tool)
    {
        var size = json.Length - length;
        if (size > Longest)
            return;
        if (_frame is null || _frame.Length < size)
            _frame = new byte[size];
        json[..start].CopyTo(_frame);
        json[(start + length)..].CopyTo(_frame.AsSpan(start));
        (_before, _after, Kind, Tool) = (start, size - start, kind, tool);
    }

    /// <summary>Whether a parser would read this chunk like the last one; then its text, still escaped.</summary>
    public readonly bool TryMatch(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> text)
    {
        text = default;
        var length = json.Length - _before - _after;
        if (_frame is null || length <= 0 || !json.StartsWith(_frame.AsSpan(0, _before))
            || !json.EndsWith(_frame.AsSpan(_before, _after)) || !IsText(json.Slice(_before, length)))
            return false;
        text = json.Slice(_before, length);
        return true;
    }

    // Whether a parser would take all of it for the content of one text.
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        while (content.IndexOfAny(Special) is var at and >= 0)
        {
            var length = EscapeLength(content[at..]);
            if (length == 0)
                return false;
            content = content[(at + length)..];
        }
        return true;
    }

    // 0: it is no escape.
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text[0] != '\\' || text.Length < 2)
            return 0;
        if (text[1] != 'u')
            return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;
        if (text.Length < 6)
            return 0;
        foreach (var digit in text[2..6])
            if (!char.IsAsciiHexDigit((char)digit))
                return 0;
        return 6;
    }
}
