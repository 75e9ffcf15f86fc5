using System.CommandLine;
using System.Globalization;
using Sidecar.Domain.Walk;
using Sidecar.Host.Audit.Bundle;
using Sidecar.Host.Audit.Explaining;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit export FILE</c>: writes an incident into one file, to be examined elsewhere.</summary>
internal static class ExportCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var file = new Argument<string>(
            "file")
        { Description = "The file to create; every other audit command reads it with --data FILE", HelpName = "FILE" };
        var request =
            new Option<string?>("--request") { Description = "The time of this request, and everything that affected it", HelpName = "ID" };
        var (from, to) =
            (AuditOptions.Instant("--from", "From this instant on (default: from the beginning)"),
            AuditOptions.Instant("--to", "Before this instant (default: until now)"));
        var command =
            new Command("export", "Copy an incident into one file, without keys, addresses, prompts or bodies") { file, request, from, to };
        AuditOptions.InOrder(command, from, to);
        command.Validators.Add(given =>
        {
            if (given.GetResult(request) is null == (given.GetResult(from) is null && given.GetResult(to) is null))
                given.AddError("Name either --request, or --from and --to (one of them is enough).");
        });
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var range = new BundleRange(line.GetValue(from) ?? DateTimeOffset.UnixEpoch, line.GetValue(to) ?? now, line.GetValue(request));
            if (range.RequestId is { } id)
            {
                var (walk, _) = await new WalkReader(run.Data.Ledger).FindAsync(id, stop);
                if (walk is null)
                    return AuditRun.Fail(context, $"{UnknownRequest.Message(id)} {UnknownRequest.OnlyOverHttp}");
                var facts = walk.ReadFacts();
                // Includes the instant of its end.
                range = range with { From = facts[0].At, To = facts[^1].At.AddMicroseconds(1) };
            }
            var path = line.GetRequiredValue(file);
            var contents = new BundleWriter(run.Files).Write(path, range, now);
            if (run.AsJson)
                run.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("file", path);
                    json.WriteString("from", range.From);
                    json.WriteString("to", range.To);
                    json.WriteNumber("requests", contents.Walks);
                    json.WriteNumber("attempts", contents.Attempts);
                    json.WriteNumber("events", contents.Events);
                    json.WriteNumber("policies", contents.Policies);
                    json.WriteEndObject();
                });
            else
                run.Console().WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {contents.Walks} requests, {contents.Attempts} attempts, {contents.Events} events, {contents.Policies} "
                        + $"policies; {new FileInfo(path).Length / 1024} KiB, for {CellText.Of(range.From)} to {CellText.Of(range.To)} "
                        + $"UTC"));
            return ExitCodes.Fine;
        }));
        return command;
    }
}
