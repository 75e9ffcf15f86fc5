namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>The layout of a JSON text, so that inserted values look like the rest.</summary>
internal sealed class JsonLayout(string text)
{
    private readonly string _line = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    private readonly string _step = StepOf(text);

    /// <summary>The indentation of the line.</summary>
    public string IndentOf(int at)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        var end = start;
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;
        return text[start..end];
    }

    /// <summary>A value of several lines, indented by two spaces a level, as it is written at this depth.</summary>
    public string At(string value, string indent)
    {
        var lines = value.Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            var deep = lines[i].TakeWhile(c => c == ' ').Count() / 2;
            lines[i] = _line + indent + string.Concat(Enumerable.Repeat(_step, deep)) + lines[i].TrimStart(' ');
        }
        return string.Concat(lines);
    }

    /// <summary>Inserts an item after the parent's last one.</summary>
    public string Insert(JsonSpan parent, string item)
    {
        var indent = IndentOf(parent.Start);
        var line = _line + indent + _step + At(item, indent + _step);
        var last = parent.Members is { Count: > 0 } members ? members[^1].Value
            : parent.Elements is { Count: > 0 } elements ? elements[^1] : null;
        var end = last?.End ?? parent.Start + 1;
        var comma = JsonTextReader.Skip(text, end, lines: true);
        var isComma = last is not null && text[comma] == ',';
        // A comment after the last item belongs to it.
        var after = JsonTextReader.Skip(text, isComma ? comma + 1 : end, lines: false);
        if (text[after] == '\r')
            after++;
        if (text[after] is not '\n')
            after = isComma ? comma + 1 : end;
        else if (text[after - 1] == '\r')
            after--;
        var rest = text.AsSpan(after);
        var closes = rest.TrimStart().Length == text.Length - parent.End + 1 && !rest[..^rest.TrimStart().Length].Contains('\n');
        return string.Concat(
            text.AsSpan(0, end),
            last is null || isComma ? "" : ",",
            text.AsSpan(end, after - end),
            closes ? string.Concat(line, _line + indent, rest.TrimStart()) : string.Concat(line, rest));
    }

    /// <summary>The text without the item and its comma.</summary>
    public string Cut(JsonSpan parent, JsonSpan value)
    {
        var items = parent.Members?.Select(member => (member.Start, member.Value.End)).ToList()
            ?? parent.Elements!.Select(element => (element.Start, element.End)).ToList();
        var index = items.FindIndex(item => item.End == value.End);
        var (start, end) = items[index];
        var comma = JsonTextReader.Skip(text, end, lines: true);
        var before = text[..start].TrimEnd();
        if (text[comma] == ',')
            end = comma + 1;
        else if (index > 0)
        {
            // It is the last item, so the comma before it goes too.
            var previous = JsonTextReader.Skip(text, items[index - 1].End, lines: true);
            if (before.Length == previous + 1)
                before = before[..^1];
            else
                before = string.Concat(before.AsSpan(0, previous), before.AsSpan(previous + 1));
        }
        var rest = text[end..];
        // The item had lines of its own, which go with it.
        var blanks = text.AsSpan(text[..start].TrimEnd().Length, start - text[..start].TrimEnd().Length);
        if (!blanks.Contains('\n'))
            return before + (index > 0 && text[comma] == ',' ? " " : "") + rest.TrimStart(' ');
        return parent.Start + 1 == before.Length && rest.TrimStart().Length == text.Length - parent.End + 1
            ? before + rest.TrimStart() : before + rest;
    }

    private static string StepOf(string text)
    {
        foreach (var line in text.Split('\n').Skip(1))
            if (line.Length > 0 && line[0] is ' ' or '\t' && line.TrimStart() is { Length: > 0 } rest && rest[0] is not ('*' or '/'))
                return line[0] == '\t' ? "\t" : line[..^line.TrimStart(' ').Length];
        return "  ";
    }
}
