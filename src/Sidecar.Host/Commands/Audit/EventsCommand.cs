using System.CommandLine;
using System.Text;
using Sidecar.Host.Audit;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit events</c>: stored events, oldest first, as <c>GET /admin/audit</c> lists them.</summary>
internal static class EventsCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var backend = new Option<string?>("--backend") { Description = "Only events of this backend", HelpName = "ID" };
        var (from, to) = (AuditOptions.Instant("--from", "Not before"), AuditOptions.Instant("--to", "Before"));
        var after = new Option<long>("--after") { Description = "Only events after this ordering", HelpName = "N" };
        var limit = new Option<int>(
            "--limit")
        { Description = "The largest number of events", HelpName = "N", DefaultValueFactory = _ => AuditQuery.DefaultLimit };
        limit.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1)
                given.AddError("--limit must be at least 1.");
        });
        var command = new Command("events", "List stored events, oldest first") { backend, from, to, after, limit };
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            var query = new AuditQuery(
                line.GetValue(backend), line.GetValue(from), line.GetValue(to), line.GetValue(after), line.GetValue(limit));
            var page = await new AuditReader(run.Data.Journal).ReadAsync(query, stop);
            if (run.AsJson)
                run.Write(json => AuditPageJson.Write(json, page));
            else
                Print(run.Console(), page);
            return ExitCodes.Fine;
        }));
        return command;
    }

    private static void Print(IAnsiConsole console, AuditPage page)
    {
        var table = CellText.Table("ordering", "at", "backend", "event", "data");
        foreach (var stored in page.Events)
            table.AddRow(CellText.Row(
                CellText.Of(stored.Ordering),
                stored.At is { } at ? CellText.Of(at) : "?",
                stored.Backend ?? "-",
                stored.Type,
                Encoding.UTF8.GetString(stored.Data.Span)));
        console.Write(table);
        if (page.Next is { } next)
            console.WriteLine($"There are more: --after {next}");
    }
}
