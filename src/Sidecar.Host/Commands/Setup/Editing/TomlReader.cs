using System.Globalization;

namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>Finds the position of each statement in a TOML text; values are skipped, not interpreted.</summary>
internal sealed class TomlReader(string text)
{
    private int _at = text.StartsWith('\uFEFF') ? 1 : 0;

    public static List<TomlStatement> Read(string text)
    {
        var reader = new TomlReader(text);
        var statements = new List<TomlStatement>();
        IReadOnlyList<string> table = [];
        for (reader.SkipLines(); reader._at < text.Length; reader.SkipLines())
        {
            var statement = text[reader._at] == '[' ? reader.Header() : reader.Key(table);
            statements.Add(statement);
            if (statement.IsHeader)
                table = statement.Path;
            reader.SkipToLineEnd();
        }
        return statements;
    }

    private TomlStatement Header()
    {
        var start = _at;
        var brackets = At("[[") ? 2 : 1;
        _at += brackets;
        var path = Names(']');
        _at += brackets;
        return new TomlStatement(path, IsHeader: true, start, start, Math.Min(_at, text.Length));
    }

    private TomlStatement Key(IReadOnlyList<string> table)
    {
        var start = _at;
        var path = Names('=');
        _at++;
        SkipBlanks();
        var value = _at;
        SkipValue();
        return new TomlStatement([.. table, .. path], IsHeader: false, start, value, _at);
    }

    private List<string> Names(char end)
    {
        var names = new List<string>();
        for (; ; )
        {
            SkipBlanks();
            var start = _at;
            if (Current is '"' or '\'')
            {
                SkipText();
                names.Add(text[(start + 1)..(_at - 1)]);
            }
            else
            {
                while (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '_')
                    _at++;
                names.Add(_at > start ? text[start.._at] : throw Fault("a name is missing"));
            }
            SkipBlanks();
            if (Current == end)
                return names;
            if (Current != '.')
                throw Fault($"'{end}' is missing");
            _at++;
        }
    }

    private void SkipValue()
    {
        var end = _at;
        for (var depth = 0; _at < text.Length;)
        {
            var c = text[_at];
            if (c is '"' or '\'')
                SkipText();
            else if (c == '#')
                _at = LineEnd();
            else if (c == '\n' && depth == 0)
                break;
            else
            {
                depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
                _at++;
            }
            if (c != '#' && !char.IsWhiteSpace(c))
                end = _at;
        }
        _at = end;
    }

    private void SkipText()
    {
        var quote = text[_at];
        var mark = new string(quote, 3);
        var end = At(mark) ? mark : mark[..1];
        for (_at += end.Length; !At(end); _at++)
            if (_at >= text.Length || (end.Length == 1 && text[_at] == '\n'))
                throw Fault("a string has no end");
            else if (quote == '"' && text[_at] == '\\')
                _at++;
        _at += end.Length;
        // A string in triple quotes may end with quotes of its own.
        while (end.Length == 3 && _at < text.Length && text[_at] == quote)
            _at++;
    }

    private void SkipToLineEnd()
    {
        SkipBlanks();
        if (_at < text.Length && text[_at] is not ('#' or '\n' or '\r'))
            throw Fault("there is more text on the line");
        _at = LineEnd();
    }

    private void SkipLines()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '#'))
            _at = text[_at] == '#' ? LineEnd() : _at + 1;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
            _at++;
    }

    private char Current => _at < text.Length ? text[_at] : throw Fault("the text ends too early");

    private bool At(string expected) => string.CompareOrdinal(text, _at, expected, 0, expected.Length) == 0;

    private int LineEnd() => text.IndexOf('\n', Math.Min(_at, text.Length)) is var end and >= 0 ? end : text.Length;

    private FormatException Fault(string message) => new(string.Create(CultureInfo.InvariantCulture,
        $"line {text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n') + 1}: {message}"));
}
