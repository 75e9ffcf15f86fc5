namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>TOML: top-level keys, and keys of tables that have a header.</summary>
internal sealed class TomlAgentText : IAgentText
{
    public string? Get(string text, IReadOnlyList<string> path) =>
        Find(TomlReader.Read(text), path) is { } found ? text[found.ValueStart..found.ValueEnd] : null;

    public int DepthOf(string text, IReadOnlyList<string> path)
    {
        var statements = TomlReader.Read(text);
        return Enumerable.Range(0, path.Count + 1).LastOrDefault(count =>
            statements.Any(statement => statement.Path.Count >= count && statement.Path.Take(count).SequenceEqual(path.Take(count))));
    }

    public string Set(string text, IReadOnlyList<string> path, string value)
    {
        var line = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var statements = TomlReader.Read(text);
        if (Find(statements, path) is { } found)
            return string.Concat(text.AsSpan(0, found.ValueStart), value, text.AsSpan(found.ValueEnd));

        string[] table = [.. path.SkipLast(1)];
        var item = $"{path[^1]} = {value}{line}";
        // Top-level keys come before the first header; after it they would belong to the table.
        var members = statements.TakeWhile(statement => !statement.IsHeader).ToList();
        if (table.Length > 0)
        {
            if (statements.Any(statement => !statement.IsHeader && statement.Path.Count <= table.Length
                && statement.Path.SequenceEqual(table.Take(statement.Path.Count))))
                throw new FormatException($"{string.Join('.', table)} is not written as a table of its own");
            members = [.. statements.SkipWhile(statement => !statement.IsHeader || !statement.Path.SequenceEqual(table))];
            if (members.Count == 0)
                return WithLine(text, line) + (text.Trim('\uFEFF', '\r', '\n').Length == 0 ? "" : line)
                    + $"[{string.Join('.', table)}]{line}{item}";
            members = [.. members.Take(1), .. members.Skip(1).TakeWhile(statement => !statement.IsHeader)];
        }
        if (members.Count > 0)
            return InsertBehind(text, members[^1].ValueEnd, item, line);
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        return string.Concat(text.AsSpan(0, start), item, text.Length > start ? line : "", text.AsSpan(start));
    }

    public string Remove(string text, IReadOnlyList<string> path, int kept)
    {
        var statements = TomlReader.Read(text);
        if (Find(statements, path) is not { } found)
            return text;
        text = CutLine(text, found);
        string[] table = [.. path.SkipLast(1)];
        statements = TomlReader.Read(text);
        var header = statements.FindIndex(statement => statement.IsHeader && statement.Path.SequenceEqual(table));
        return header >= 0 && table.Length > kept && (header + 1 == statements.Count || statements[header + 1].IsHeader)
            ? CutLine(text, statements[header]) : text;
    }

    // A string may be written with either kind of quotes.
    public bool Same(string one, string other) =>
        one == other || (one.Trim('"', '\'') == other.Trim('"', '\'') && !one.Contains('\\', StringComparison.Ordinal));

    private static TomlStatement? Find(List<TomlStatement> statements, IReadOnlyList<string> path) =>
        statements.Find(statement => !statement.IsHeader && statement.Path.SequenceEqual(path));

    private static string InsertBehind(string text, int at, string item, string line)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? WithLine(text, line) + item : string.Concat(text.AsSpan(0, end + 1), item, text.AsSpan(end + 1));
    }

    private static string WithLine(string text, string line) => text.Length == 0 || text[^1] == '\n' ? text : text + line;

    private static string CutLine(string text, TomlStatement statement)
    {
        var end = text.IndexOf('\n', statement.ValueEnd);
        return string.Concat(text.AsSpan(0, statement.Start), end < 0 ? "" : text.AsSpan(end + 1));
    }
}
