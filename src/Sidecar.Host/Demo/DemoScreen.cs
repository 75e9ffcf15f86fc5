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
        DemoTally tally, TimeSpan since, int waiting) => new Rows(
        new Markup($"[bold]SIMULATED[/] {Clock(since)}  {DemoPace.NameAt(since)}: {Number(DemoPace.RateAt(since))} requests a second  ·  "
            + $"{waiting} wait"),
        BackendTable(backends, statuses, tally),
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

    private static Table BackendTable(
        IReadOnlyList<SimulatedBackend> backends, IReadOnlyList<BackendProtocol.BackendStatus>? statuses, DemoTally tally)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("pool", "backend", "state", "because", "until", "streak", "in flight", "answered");
        foreach (var backend in backends)
        {
            if (statuses?.FirstOrDefault(status => status.BackendId == backend.Id) is not { } status)
                continue;
            var rest = BackendStanding.Of(status.State, status.At).Whole;
            var (name, colour) = StateOf(status);
            table.AddRow(
                new Text(backend.Pool), new Text(backend.Id), new Text(name, colour), new Text(rest.Reason?.ToWire() ?? ""),
                new Text(rest.Until is { } until
                    ? $"{Math.Ceiling((until - status.At).TotalSeconds).ToString(CultureInfo.InvariantCulture)} s" : ""),
                new Text(rest.Streak.ToString(CultureInfo.InvariantCulture)),
                    new Text(status.InFlight.ToString(CultureInfo.InvariantCulture)),
                new Text(tally.ServedBy(backend.Id).ToString(CultureInfo.InvariantCulture)));
        }
        return table;
    }

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
