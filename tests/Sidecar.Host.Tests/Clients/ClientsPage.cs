using System.Globalization;
using System.Text;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>What docs/clients.md says about the clients: the expectations of the tests and the page are the same lines.</summary>
internal static class ClientsPage
{
    private const string Begin = "<!-- made by ./try-clients -->\n";
    private const string End = "<!-- end of what ./try-clients made -->\n";

    private static readonly string Place = Path.Combine(Repository.Root, "docs", "clients.md");

    public static string Text() => File.ReadAllText(Place);

    /// <summary>The client's row for the table of endings.</summary>
    public static string EndingRow(Seat seat, IReadOnlyDictionary<string, string> seen) =>
        $"| {seat.Title} | {string.Join(" | ", Cases.Endings.Select(e => seen[e.Name]))} |\n";

    /// <summary>What that row says on the page now, by ending.</summary>
    public static IReadOnlyDictionary<string, string> EndingsOf(Seat seat, string page)
    {
        var at = page.IndexOf($"\n| {seat.Title} | ", StringComparison.Ordinal);
        Assert.True(at >= 0, $"docs/clients.md has no row of {seat.Title}: run ./try-clients");
        var cells = page[(at + 1)..page.IndexOf('\n', at + 1)].Trim('|').Split(" | ").Skip(1).Select(cell => cell.Trim());
        return Cases.Endings.Zip(cells, (ending, cell) => (ending.Name, cell)).ToDictionary(e => e.Name, e => e.cell);
    }

    /// <summary>The client's own table.</summary>
    public static string Section(Seat seat, IReadOnlyDictionary<string, string> seen)
    {
        var text = new StringBuilder($"### {seat.Title}\n\n| case | what its code saw |\n|---|---|\n");
        foreach (var (name, says) in Cases.Rows(seat))
        {
            var saw = seat.Cases.Contains(name) ? seen[name] : Seats.Without(seat, name);
            text.Append(CultureInfo.InvariantCulture, $"| {says} | {saw.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
        return text.Append('\n').ToString();
    }

    public static async Task WriteAsync()
    {
        var endings = new StringBuilder(
            $"| client | {string.Join(" | ", Cases.Endings.Select(e => e.Says))} "
                + $"|\n|---|{string.Concat(Cases.Endings.Select(_ => "---|"))}\n");
        var sections = new StringBuilder();
        foreach (var seat in Seats.All)
        {
            var seen = await Seats.Saw(seat);
            endings.Append(EndingRow(seat, seen));
            sections.Append(Section(seat, seen));
        }
        var page = Text();
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, "the marks are missing in docs/clients.md");
        await File.WriteAllTextAsync(Place, $"{page[..from]}## Endings\n\n{endings}\n## Cases\n\n{sections}{page[to..]}");
    }
}
