using System.Text;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Reads a single value: words, quoted strings and substitutions up to the end of the line, concatenated as in HOCON.</summary>
internal sealed class HoconValueReader(HoconCursor cursor, IReadOnlyDictionary<string, string> environment, FaultList faults)
{
    private bool _unset;

    /// <summary>Null while <paramref name="read"/> is true: the key counts as absent.</summary>
    public HoconNode? Read(string path, out bool read)
    {
        var at = cursor.Here;
        var parts = new List<ReferencePart>();
        var onlyWords = true;
        var blanks = "";
        _unset = false;
        read = true;
        for (; !AtValueEnd(); blanks = cursor.SkipBlanks())
        {
            if (blanks.Length > 0)
                parts.Add(Literal(blanks, at));
            onlyWords &= cursor.Current is not ('"' or '$');
            read = cursor.Current switch
            {
                '"' => ReadQuoted(parts, path),
                '$' => ReadSubstitution(parts, path),
                _ => ReadWord(parts, path),
            };
            if (!read)
                return null;
        }
        if (parts.Count == 0)
            read = HoconSyntax.Fail(faults, at, path, "the key has no value (write \"\" for an empty one)");
        return read && !_unset ? Combine(parts, at, onlyWords) : null;
    }

    private bool AtValueEnd() => cursor.AtLineEnd || cursor.Current is ',' or '}' or ']';

    private static ReferencePart Literal(string text, SourcePosition at) => new(text, null, false, at);

    private bool ReadQuoted(List<ReferencePart> parts, string path)
    {
        var at = cursor.Here;
        if (HoconStrings.Read(cursor, out var fault) is not { } text)
            return HoconSyntax.Fail(faults, at, path, fault);
        parts.Add(Literal(text, at));
        return true;
    }

    private bool ReadWord(List<ReferencePart> parts, string path)
    {
        var at = cursor.Here;
        var word = new StringBuilder();
        for (; !HoconKeys.EndsWord(cursor); cursor.Advance())
            word.Append(cursor.Current);
        parts.Add(Literal(word.ToString(), at));
        // A key such as sk#abc would silently lose its end; a remark has a blank on one side at least.
        if (word.Length > 0 && cursor.AtComment && !char.IsWhiteSpace(cursor.Peek(cursor.Current == '#' ? 1 : 2)))
            return HoconSyntax.Fail(faults, cursor.Here, path,
                $"'{(cursor.Current == '#' ? "#" : "//")}' begins a comment, so that the value would end before it: put the value into "
                    + "quotes, or a blank before the comment");
        if (AtValueEnd() || char.IsWhiteSpace(cursor.Current) || (word.Length > 0 && cursor.Current is '"' or '$'))
            return true;
        return HoconSyntax.Fail(faults, cursor.Here, path, cursor.Current switch
        {
            '{' or '[' => "a section or list cannot follow a value",
            '=' or ':' or '\\' => $"'{cursor.Current}' may stand in a value only within quotes",
            _ => "a control character may not stand in a value",
        });
    }

    private bool ReadSubstitution(List<ReferencePart> parts, string path)
    {
        var at = cursor.Here;
        if (!cursor.At("${"))
            return HoconSyntax.Fail(faults, at, path, "'$' may stand in a value only within quotes");
        cursor.Advance(2);
        var optional = cursor.Current == '?';
        cursor.Advance(optional ? 1 : 0);
        cursor.SkipBlanks();
        var name = HoconKeys.Read(cursor, out _);
        cursor.SkipBlanks();
        if (name is null || cursor.Current != '}')
            return HoconSyntax.Fail(faults, at, path, "a substitution is written ${NAME}, ${?NAME} or ${path.to.key}");
        cursor.Advance();
        if (name.Count > HoconLimits.Depth)
            return HoconSyntax.Fail(faults, at, path, $"sections are nested more than {HoconLimits.Depth} deep");

        // There are only two sections, so a name that begins with neither can only mean the environment.
        if (name[0] is "sidecar" or "akka")
            parts.Add(new ReferencePart(null, name, optional, at));
        else if (environment.TryGetValue(string.Join('.', name), out var value))
            parts.Add(Literal(value, at));
        else if (optional)
            parts.Add(new ReferencePart(null, [], true, at));
        else
        {
            _unset = true;
            parts.Add(Literal("", at));
            faults.Add(at, path,
                $"environment variable {Quoting.Clip(string.Join('.', name))} is not set (write ${{?NAME}} where it may be absent)");
        }
        return true;
    }

    private static HoconNode? Combine(List<ReferencePart> parts, SourcePosition at, bool onlyWords)
    {
        if (parts is [{ Path.Count: 0 }])
            return null;
        if (parts.Exists(p => p.Path is { Count: > 0 }))
            return new HoconReference(at, parts);
        var text = string.Concat(parts.Select(p => p.Text));
        return new HoconScalar(at, onlyWords && text == "null" ? null : text);
    }
}
