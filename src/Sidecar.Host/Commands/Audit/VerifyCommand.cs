using System.CommandLine;
using System.Globalization;
using Sidecar.Host.Audit.Verifying;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage.Chain;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit verify</c>: whether the stored data are unaltered; if not, the first difference and exit code 1.</summary>
internal static class VerifyCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static Command Create(AuditOptions options, CommandContext context)
    {
        var publicKey =
            new Option<string?>("--public-key") { Description = "PEM file whose key must have signed the checkpoints", HelpName = "FILE" };
        var live = new Option<Uri?>("--live")
        {
            Description = "Also compare with the running server; its admin token is taken from the environment",
            HelpName = "URL",
            CustomParser = argument =>
            {
                if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                    return url;
                argument.AddError($"--live is not an http or https address: '{argument.Tokens[0].Value}'.");
                return null;
            },
        };
        var stopped = new Option<bool>(
            "--stopped")
        { Description = "The server was stopped normally: an event without a link was then not written by it" };
        var witness = new Option<string?>("--witness")
        {
            Description = "The file that audit.witness-file names: every checkpoint in it must exist",
            HelpName = "FILE",
        };
        var command =
            new Command("verify",
            "Check journal, ledger and every chain: exit code 1 and the first difference if anything was altered") { publicKey, live,
            stopped, witness };
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            if (run.Files.IsOneFile)
                return AuditRun.Fail(context, $"{run.Files.Journal} was exported and holds a part of the record: a chain can only be "
                    + $"verified whole, where it was made");
            SigningKey? key = null;
            if (line.GetValue(publicKey) is { } file && (key = SigningKey.Read(file, isPrivate: false, out var fault)) is null)
                return AuditRun.Fail(context, $"--public-key {file}: {fault}");
            using (key)
            {
                var heads = line.GetValue(witness) is { } told ? Witness.Read(told) : null;
                var report = line.GetValue(live) is { } server
                    ? await CompareAsync(run, key, server, heads, context, stop)
                    : Verification.Run(run.Files, key, null, line.GetValue(stopped), heads);
                if (run.AsJson)
                    run.Write(json => VerifyReportJson.Write(json, report));
                else
                    Print(run.Console(), report);
                return report.Differences.Count == 0 ? ExitCodes.Fine : ExitCodes.Failed;
            }
        }));
        return command;
    }

    private static async Task<VerifyReport> CompareAsync(
        AuditRun run, SigningKey? key, Uri server, IReadOnlyList<WitnessedHead>? witness, CommandContext context, CancellationToken stop)
    {
        var variable = new AdminOptions().TokenEnv;
        var token = context.Environment.GetValueOrDefault(variable) ?? throw new IOException($"--live needs the admin token in {variable}");
        using var client = new HttpClient { Timeout = Bound };
        try
        {
            var report =
                Verification.Run(run.Files, key, await LiveState.FetchAsync(client, server, token, stop), witness: witness);
            // The server decides before the disk knows, so an event may still have been on its way to the file. Verifying once more
            // tells.
            return report.Differences is [{ File: "live" }, ..]
                ? Verification.Run(run.Files, key, await LiveState.FetchAsync(client, server, token, stop), witness: witness) : report;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new IOException($"the server at {server} does not answer: {e.Message}", e);
        }
    }

    private static void Print(IAnsiConsole console, VerifyReport report)
    {
        var table = CellText.Table("file", "checked", "rows", "note");
        foreach (var part in report.Checked)
            table.AddRow(CellText.Row(part.File, part.What, CellText.Of(part.Count), part.Note));
        console.Write(table);
        if (report.Differences.Count == 0)
            console.WriteLine("Nothing was altered.");
        foreach (var (index, difference) in report.Differences.Index())
            console.WriteLine($"{(index == 0 ? "First difference" : "Also")}: {Text(difference)}");
    }

    private static string Text(Difference difference)
    {
        var place = $"{difference.File}, {difference.Table} {(difference.Table == "journal" ? "ordering" : "row")} {difference.Row}";
        return difference.PersistenceId is { } id ? $"{place} ({id} number {difference.SequenceNumber}): {difference.What}"
            : $"{place}: {difference.What}";
    }
}
