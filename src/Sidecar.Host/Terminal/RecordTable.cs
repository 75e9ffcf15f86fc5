using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sidecar.Host.Terminal;

/// <summary>Records in lines and columns; where the terminal is too narrow for that, without the columns that are empty, and else
/// each as a block of its own: a line for each column that says something.</summary>
/// <remarks>No cell is broken over lines but those of the last column: a time or an id in pieces cannot be read or copied.</remarks>
internal sealed class RecordTable(params string[] columns) : Renderable
{
    // The last column is broken between words: an id fits whole, JSON is one long word and never does.
    private const int LongestWord = 40;

    // Spectre's simple border: two before the first column, three between two, two behind the last.
    private const int Outer = 4;
    private const int Between = 3;

    private readonly List<Text[]> _rows = [];

    public void AddRow(params Text[] cells) => _rows.Add(cells);

    protected override Measurement Measure(RenderOptions options, int maxWidth) => Shown(options, maxWidth).Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        Shown(options, maxWidth).Render(options, maxWidth);

    private IRenderable Shown(RenderOptions options, int maxWidth)
    {
        var widths = columns.Select((_, i) => _rows.Select(row => WidthOf(row[i], options)).DefaultIfEmpty(0).Max()).ToList();
        var word = _rows.Select(row => ((IRenderable)row[^1]).Measure(options, int.MaxValue).Min).DefaultIfEmpty(0).Max();
        var all = Enumerable.Range(0, columns.Length).ToList();
        if (Fits(all))
            return AsTable(all);
        var used = all.Where(i => widths[i] > 0).ToList();
        return used.Count > 0 && Fits(used) ? AsTable(used) : new Rows(_rows.Select(row => AsBlock(row, options)));

        bool Fits(List<int> shown) => Outer + (Between * (shown.Count - 1)) + shown.Sum(i =>
            Math.Max(columns[i].Length, i == columns.Length - 1 ? Math.Min(word, LongestWord) : widths[i])) <= maxWidth;
    }

    private Table AsTable(List<int> shown)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var i in shown)
            table.AddColumn(new TableColumn(new Text(columns[i])) { NoWrap = i != shown[^1] });
        foreach (var row in _rows)
            table.AddRow(shown.Select(i => row[i]));
        return table;
    }

    private Grid AsBlock(Text[] row, RenderOptions options)
    {
        var block = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) }).AddColumn();
        foreach (var (cell, column) in row.Zip(columns))
            if (WidthOf(cell, options) > 0)
                block.AddRow(new Text(column), cell);
        return block.AddEmptyRow();
    }

    private static int WidthOf(IRenderable cell, RenderOptions options) => cell.Measure(options, int.MaxValue).Max;
}
