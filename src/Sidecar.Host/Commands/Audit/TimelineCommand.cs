using System.CommandLine;
using Sidecar.Host.Audit;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit timeline</c>: when backends rested, as a table, as JSON, or as a picture.</summary>
internal static class TimelineCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var backend =
            new Option<string[]>("--backend")
            {
                Description = "Only this backend; may be repeated",
                HelpName = "ID",
                DefaultValueFactory = _ => []
            };
        var (from, to) =
            (AuditOptions.Instant("--from", "From this instant on (default: from the first event)"),
            AuditOptions.Instant("--to", "Before this instant (default: until now)"));
        var plot = new Option<string?>("--plot") { Description = "Draw it into this file, .png or .svg", HelpName = "FILE" };
        plot.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } file && !TimelinePicture.IsDrawable(file))
                given.AddError($"--plot must end in .png or .svg, not '{file}'.");
        });
        var command = new Command("timeline", "Show when backends rested, why, and how much of the time") { backend, from, to, plot };
        AuditOptions.InOrder(command, from, to);
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            var reader = new TimelineReader(run.Data, []);
            var query = new TimelineQuery(line.GetValue(backend)!, line.GetValue(from), line.GetValue(to));
            var now = TimeProvider.System.GetUtcNow();
            if (await reader.RefuseAsync(query, now, stop) is { } unknown)
                return AuditRun.Fail(context, $"there is no timeline: {unknown}");
            var report = await reader.ReadAsync(query, now, stop);
            if (line.GetValue(plot) is { } file && TimelinePicture.Draw(report, file) is { } fault)
                return AuditRun.Fail(context, fault);
            if (run.AsJson)
                run.Write(json => TimelineReportJson.Write(json, report));
            else
                TimelineTables.Print(run.Console(), report);
            return ExitCodes.Fine;
        }));
        return command;
    }
}
