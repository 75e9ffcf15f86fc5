using System.CommandLine;
using System.Globalization;
using Sidecar.Host.Audit.Repairing;
using Sidecar.Host.Hosting;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit repair --to DIR</c>: copies the verifiable part; the damaged files are not changed.</summary>
internal static class RepairCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var to = new Option<string>("--to") { Description = "An empty directory, or one to be created", HelpName = "DIR", Required = true };
        var command = new Command("repair", "Copy the verifiable part of a damaged record into an empty directory")
        {
            to,
        };
        command.SetAction((line, _) => AuditRun.RunAsync(options, line, context, run =>
        {
            if (run.Files.IsOneFile)
                return Task.FromResult(AuditRun.Fail(context, $"{run.Files.Journal} was exported: only a whole record can be repaired"));
            var tables = new Repair(run.Files, Path.GetFullPath(line.GetRequiredValue(to))).Run();
            if (run.AsJson)
                run.Write(json =>
                {
                    json.WriteStartArray();
                    foreach (var table in tables)
                    {
                        json.WriteStartObject();
                        json.WriteString("file", table.File);
                        json.WriteString("table", table.Table);
                        json.WriteNumber("copied", table.Copied);
                        if (table.Had is { } had)
                            json.WriteNumber("had", had);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                });
            else
                Print(run.Console(), tables);
            return Task.FromResult(ExitCodes.Fine);
        }));
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<RepairedTable> tables)
    {
        var shown = new Table().Border(TableBorder.Simple).AddColumns("file", "table", "copied", "of");
        foreach (var table in tables)
            shown.AddRow(
                new Text(table.File), new Text(table.Table), new Text(table.Copied.ToString(CultureInfo.InvariantCulture)),
                new Text(table.Had?.ToString(CultureInfo.InvariantCulture) ?? "?"));
        console.Write(shown);
    }
}
