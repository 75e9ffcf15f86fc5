using System.CommandLine;
using System.Text.Json;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Keys;

/// <summary><c>keys …</c>: the master keys of a running server.</summary>
internal static class KeysCommand
{
    public static Command Create(Option<string?> config, CommandContext context)
    {
        var options = new OperatingOptions(config);
        var show = new Command("show", "Show which master keys encrypt the stored keys (by id)");
        show.SetAction(
            (line, stop) =>
            OperatingRun.RunAsync(
            options, line, context, run => run.AskAsync(HttpMethod.Get, "/admin/keys", null, answer => Print(run, answer), stop)));
        var rotate = new Command(
            "rotate", "Make the server reload its master keys, and encrypt every stored key with the first of them");
        rotate.SetAction(
            (line, stop) =>
            OperatingRun.RunAsync(
            options, line, context, run => run.AskAsync(HttpMethod.Post, "/admin/keys/rotate", null, answer => Print(run, answer), stop)));
        return new Command("keys", "Show and rotate the master key of a running server (needs the admin token)") { options.Server,
            options.Json, show, rotate };
    }

    private static int Print(OperatingRun run, JsonElement answer)
    {
        var current = answer.GetProperty("current").GetString();
        run.Say(current is null
            ? "There is no master key: keys of backends can only be given by api-key-env and api-key-file."
            : $"{answer.GetProperty("under_current").GetInt32()} of {answer.GetProperty("stored_keys").GetInt32()} stored keys are "
                + $"encrypted with the current master key {current}; master keys given: "
                + $"{string.Join(", ", answer.GetProperty("master_keys").EnumerateArray())}.");
        return ExitCodes.Fine;
    }
}
