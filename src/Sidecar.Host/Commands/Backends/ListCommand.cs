using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sidecar.Host.Commands.Audit;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;
using Spectre.Console;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends list</c>: every backend and its present state.</summary>
internal static class ListCommand
{
    public static Command Create(OperatingOptions options, CommandContext context)
    {
        var command = new Command("list", "Show every backend, where it is defined, and its state");
        command.SetAction(
            (line, stop) =>
            OperatingRun.RunAsync(
            options, line, context, run => run.AskAsync(HttpMethod.Get, "/admin/backends", null, answer => Print(run, answer), stop)));
        return command;
    }

    private static int Print(OperatingRun run, JsonElement answer)
    {
        var backends = answer.GetProperty("backends").EnumerateArray().ToList();
        var table = CellText.Table("backend", "defined", "pool", "state", "until", "rpm", "in flight", "key", "base url");
        foreach (var backend in backends)
            table.AddRow(CellText.Row(
                Of(backend, "id"),
                Of(backend, "origin"),
                Of(backend, "pool"),
                StateOf(backend),
                backend.TryGetProperty("state", out var state) ? Time(Of(state, "until")) : "",
                Of(backend, "rpm") is "0" ? "" : Of(backend, "rpm"),
                backend.TryGetProperty("state", out state) ? Of(state, "in_flight") : "",
                Of(backend, "key_fingerprint"),
                backend.GetProperty("faults").GetArrayLength() > 0 ? string.Join("; ", backend.GetProperty("faults").EnumerateArray())
                    : Of(backend, "base_url")));
        if (backends.Count > 0)
            run.Show(table);
        else
            run.Say("There is no backend. Add one with backends add, or in the configuration file.");
        return ExitCodes.Fine;
    }

    private static string StateOf(JsonElement backend)
    {
        if (backend.GetProperty("faults").GetArrayLength() > 0)
            return "set aside";
        if (Of(backend, "enabled") == "False")
            return "disabled";
        if (!backend.TryGetProperty("state", out var state))
            return "";
        return Of(state, "reason") is { Length: > 0 } reason ? $"{Of(state, "mode")} ({reason})" : Of(state, "mode");
    }

    private static string Of(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Time(string instant) =>
        DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, out var at)
            ? at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "";
}
