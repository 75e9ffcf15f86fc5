namespace Sidecar.Load.Report;

/// <summary>Rows as text in columns.</summary>
internal static class ConsoleTable
{
    public static void Write(IEnumerable<Row> rows)
    {
        IReadOnlyList<string>[] lines = [Row.Titles, .. rows.Select(r => r.Cells)];
        var widths = Enumerable.Range(0, Row.Titles.Count).Select(c => lines.Max(l => l[c].Length)).ToArray();
        foreach (var line in lines)
            // The first three columns are words; the others are numbers, except for the verdict.
            Console.WriteLine(string.Join("  ", line.Select((cell, c) =>
                c < 3 || c == line.Count - 1 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
    }
}
