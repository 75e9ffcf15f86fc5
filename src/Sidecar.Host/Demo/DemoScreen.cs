using System.Globalization;
using Sidecar.Backends;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sidecar.Host.Demo;

/// <summary>The demonstration's output: a live table on a terminal, otherwise a line now and then, and the totals at the end.</summary>
internal static class DemoScreen
{
    public static IRenderable Live(IReadOnlyList<SimulatedBackend> backends, IReadOnlyList<BackendProtocol.BackendStatus>? statuses,
        DemoTally tally, TimeSpan since, int waiting, int width) => new Rows(
        new Markup($"[bold]SIMULATED[/] {Clock(since)}  {DemoPace.NameAt(since)}: {Number(DemoPace.RateAt(since))} requests a second  ·  "
            + $"{waiting} wait"),
        BackendTable(backends, statuses, tally, width),
        new Text(Tally(tally)));

    public static string Line(IReadOnlyList<BackendProtocol.BackendStatus>? statuses, DemoTally tally, TimeSpan since) =>
        $"{Clock(since)} simulated, {DemoPace.NameAt(since)}: {Tally(tally)}; "
            + $"{string.Join(", ", (statuses ?? []).Select(status => $"{status.BackendId} {StateOf(status).Name}"))}";

    public static IRenderable Summary(IReadOnlyList<SimulatedBackend> backends, DemoTally tally, TimeSpan lasted)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("outcome", "requests", "what it means");
        foreach (var kind in DemoTally.Kinds.Where(kind => tally[kind] > 0))
            table.AddRow(kind, tally[kind].ToString(CultureInfo.InvariantCulture), Meaning(kind));
        return new Rows(
            new Text($"{tally.Total} simulated requests in {Clock(lasted)}. "
                + $"{string.Join(", ", backends.Select(backend => $"{backend.Id} answered {tally.ServedBy(backend.Id)}"))}."),
            table);
    }

    // A live table has to stay in its place: where the terminal is narrow, it shows less of each backend.
    private static string[] ColumnsFor(int width) => width switch
    {
        >= 100 => ["pool", "backend", "state", "because", "until", "streak", "in flight", "answered"],
        >= 80 => ["backend", "state", "because", "until", "in flight", "answered"],
        _ => ["backend", "state", "until", "answered"],
    };

    private static Table BackendTable(IReadOnlyList<SimulatedBackend> backends,
        IReadOnlyList<BackendProtocol.BackendStatus>? statuses, DemoTally tally, int width)
    {
        var columns = ColumnsFor(width);
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var backend in backends)
            if (statuses?.FirstOrDefault(status => status.BackendId == backend.Id) is { } status)
                table.AddRow(columns.Select(column => Cell(column, backend, status, tally)));
        return table;
    }

    private static Text Cell(string column, SimulatedBackend backend, BackendProtocol.BackendStatus status, DemoTally tally)
    {
        var rest = BackendStanding.Of(status.State, status.At).Whole;
        var (name, colour) = StateOf(status);
        return column switch
        {
            "pool" => new Text(backend.Pool),
            "backend" => new Text(backend.Id),
            "state" => new Text(name, colour),
            "because" => new Text(rest.Reason?.ToWire() ?? ""),
            "until" => new Text(rest.Until is { } until ? $"{Shown(Math.Ceiling((until - status.At).TotalSeconds))} s" : ""),
            "streak" => new Text(Shown(rest.Streak)),
            "in flight" => new Text(Shown(status.InFlight)),
            _ => new Text(Shown(tally.ServedBy(backend.Id))),
        };
    }

    private static string Shown(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static (string Name, Color Colour) StateOf(BackendProtocol.BackendStatus status) =>
        BackendStanding.Of(status.State, status.At).Whole switch
        {
            { Mode: RestMode.Cooling } => ("cooling", Color.Orange1),
            { Mode: RestMode.Probing, Until: null } => ("awaits a probe", Color.Blue),
            { Mode: RestMode.Probing } => ("probing", Color.Blue),
            _ => ("available", Color.Green),
        };

    private static string Tally(DemoTally tally) => string.Join("  ", DemoTally.Kinds.Select(kind => $"{kind} {tally[kind]}"));

    private static string Meaning(string kind) => kind switch
    {
        "routing" => "answered at once by a backend that was free, after trying others where need be",
        "primary-wait" => "waited its turn until a backend had room",
        "emergency" => "answered at a reduced rate while all backends rested",
        "503" => "nothing was left: one honest refusal with a Retry-After, on which a client's own fallback begins",
        "broken off" => "a stream that an upstream cut or let stall, ended with an error event",
        _ => "anything else",
    };

    private static string Clock(TimeSpan since) => since.ToString(@"mm\:ss", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
