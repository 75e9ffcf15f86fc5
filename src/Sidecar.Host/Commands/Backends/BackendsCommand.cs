using System.CommandLine;
using Sidecar.Host.Commands.Operating;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends …</c>: changes the backends of a running server.</summary>
internal static class BackendsCommand
{
    public static Command Create(Option<string?> config, CommandContext context)
    {
        var options = new OperatingOptions(config);
        return new Command("backends", "Show and change the backends of a running server (needs the admin token)")
        {
            options.Server,
            options.Json,
            ListCommand.Create(options, context),
            AddCommand.Create(options, context),
            TestCommand.Create(options, context),
            RotateKeyCommand.Create(options, context),
            SwitchCommand.Create("disable", enabled: false, options, context),
            SwitchCommand.Create("enable", enabled: true, options, context),
            RemoveCommand.Create(options, context),
        };
    }

    public static Argument<string> Id() => new("ID") { Description = "The backend's id" };

    public static string PathOf(string id) => $"/admin/backends/{Uri.EscapeDataString(id)}";
}
