namespace Sidecar.Host.Configuration.Hocon;

/// <summary>A position in a text, with its line and column.</summary>
internal sealed class HoconCursor(string text, string source)
{
    private int _offset = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;
    private int _column = 1;

    public bool AtEnd => _offset >= text.Length;

    /// <summary>NUL at the end; a NUL in the text itself is rejected like any control character.</summary>
    public char Current => Peek(0);

    public SourcePosition Here => new(source, _line, _column);

    public bool AtLineEnd => AtEnd || Current == '\n' || AtComment;

    public bool AtComment => Current == '#' || At("//");

    public char Peek(int ahead) => _offset + ahead < text.Length ? text[_offset + ahead] : '\0';

    public bool At(string expected) => string.CompareOrdinal(text, _offset, expected, 0, expected.Length) == 0;

    public void Advance(int count = 1)
    {
        for (; count > 0 && !AtEnd; count--)
        {
            var newLine = text[_offset++] == '\n';
            _line += newLine ? 1 : 0;
            _column = newLine ? 1 : _column + 1;
        }
    }

    /// <summary>Skips blanks within the line.</summary>
    public string SkipBlanks()
    {
        var start = _offset;
        while (!AtEnd && Current != '\n' && (char.IsWhiteSpace(Current) || Current == '\uFEFF'))
            Advance();
        return text[start.._offset];
    }

    /// <summary>Skips blanks, line ends and comments; true when a line end was among them.</summary>
    public bool SkipLines()
    {
        var sawLineEnd = false;
        for (SkipBlanks(); !AtEnd && AtLineEnd; SkipBlanks())
        {
            while (!AtEnd && Current != '\n')
                Advance();
            Advance();
            sawLineEnd = true;
        }
        return sawLineEnd;
    }

    /// <summary>Whether a brace or bracket follows, on this or a later line; the cursor does not move.</summary>
    public bool NextIsBlock()
    {
        var (offset, line, column) = (_offset, _line, _column);
        SkipLines();
        var found = Current is '{' or '[';
        (_offset, _line, _column) = (offset, line, column);
        return found;
    }
}
