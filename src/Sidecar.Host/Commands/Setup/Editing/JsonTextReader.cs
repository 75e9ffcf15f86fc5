using System.Globalization;
using System.Text;

namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>
/// Finds the position of each value in a JSON text. Accepts what agents' files may contain: comments, trailing commas, names without quotes
/// and strings in single quotes (JSON5).
/// </summary>
internal sealed class JsonTextReader(string text)
{
    private const int Deepest = 64;

    private int _at = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>The one value of a text; null if it has none.</summary>
    public static JsonSpan? Read(string text)
    {
        var reader = new JsonTextReader(text);
        reader.SkipBlanks();
        if (reader._at == text.Length)
            return null;
        var root = reader.Value(0);
        reader.SkipBlanks();
        return reader._at == text.Length ? root : throw reader.Fault("there is more text after the end");
    }

    /// <summary>The first position from <paramref name="at"/> that is neither white space nor a comment; line ends count as white space if
    /// <paramref name="lines"/> is set.</summary>
    public static int Skip(string text, int at, bool lines)
    {
        var reader = new JsonTextReader(text) { _at = at };
        reader.SkipBlanks(lines);
        return reader._at;
    }

    private JsonSpan Value(int depth)
    {
        if (depth > Deepest)
            throw Fault("the text is nested too deeply");
        return Current switch
        {
            '{' => Object(depth),
            '[' => Array(depth),
            '"' or '\'' => Quoted(),
            _ => Plain(),
        };
    }

    private JsonSpan Object(int depth)
    {
        var start = _at++;
        var members = new List<JsonMember>();
        for (SkipBlanks(); Current != '}'; SkipBlanks())
        {
            var name = Current is '"' or '\'' ? Quoted() : Plain();
            SkipBlanks();
            Take(':');
            SkipBlanks();
            members.Add(new JsonMember(NameIn(text[name.Start..name.End]), name.Start, Value(depth + 1)));
            SkipBlanks();
            if (Current != '}')
                Take(',');
        }
        return new JsonSpan(start, ++_at) { Members = members };
    }

    private JsonSpan Array(int depth)
    {
        var start = _at++;
        var elements = new List<JsonSpan>();
        for (SkipBlanks(); Current != ']'; SkipBlanks())
        {
            elements.Add(Value(depth + 1));
            SkipBlanks();
            if (Current != ']')
                Take(',');
        }
        return new JsonSpan(start, ++_at) { Elements = elements };
    }

    private JsonSpan Quoted()
    {
        var (start, quote) = (_at, Current);
        for (_at++; Current != quote; _at++)
            if (Current == '\\')
                _at++;
        return new JsonSpan(start, ++_at);
    }

    // A number, a word or a name: only its end matters.
    private JsonSpan Plain()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !",:{}[]\"'/".Contains(text[_at], StringComparison.Ordinal))
            _at++;
        return _at > start ? new JsonSpan(start, _at) : throw Fault($"unexpected '{Current}'");
    }

    private char Current => _at < text.Length ? text[_at] : throw Fault("the text ends too early");

    private void Take(char expected)
    {
        if (Current != expected)
            throw Fault($"'{expected}' is missing");
        _at++;
    }

    private void SkipBlanks(bool lines = true)
    {
        while (_at < text.Length)
            if (text[_at] is '\uFEFF' || (char.IsWhiteSpace(text[_at]) && (lines || text[_at] is not ('\n' or '\r'))))
                _at++;
            else if (string.CompareOrdinal(text, _at, "//", 0, 2) == 0)
                _at = text.IndexOf('\n', _at) is var end and >= 0 ? end : text.Length;
            else if (string.CompareOrdinal(text, _at, "/*", 0, 2) == 0)
                _at = text.IndexOf("*/", _at, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : throw Fault("a comment has no end");
            else
                return;
    }

    private static string NameIn(string written)
    {
        if (written[0] is not ('"' or '\''))
            return written;
        var name = new StringBuilder();
        for (var i = 1; i < written.Length - 1; i++)
            if (written[i] != '\\')
                name.Append(written[i]);
            else if (written[++i] == 'u' && CodeAt(written, i + 1) is { } code)
                (_, i) = (name.Append((char)code), i + 4);
            else
                name.Append(written[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
        return name.ToString();
    }

    private static ushort? CodeAt(string written, int at) => ushort.TryParse(
        written.AsSpan(at, Math.Min(4, written.Length - at - 1)), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)
        ? code : null;

    private FormatException Fault(string message) => new(string.Create(CultureInfo.InvariantCulture,
        $"line {text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n') + 1}: {message}"));
}
