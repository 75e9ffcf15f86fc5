using System.CommandLine;
using Sidecar.Commands.Operating;

namespace Sidecar.Commands.Backends;

/// <summary><c>backends …</c>: what a running server's operator does to its backends.</summary>
internal static class BackendsCommand
{
    public static Command Create(Option<string?> config, Surroundings surroundings)
    {
        var options = new OperatingOptions(config);
        return new Command("backends", "Look at and change the backends of a running server (with the admin token)")
        {
            options.Server,
            options.Json,
            ListCommand.Create(options, surroundings),
            AddCommand.Create(options, surroundings),
            TestCommand.Create(options, surroundings),
            RotateKeyCommand.Create(options, surroundings),
            SwitchCommand.Create("disable", enabled: false, options, surroundings),
            SwitchCommand.Create("enable", enabled: true, options, surroundings),
            RemoveCommand.Create(options, surroundings),
        };
    }

    public static Argument<string> Id() => new("ID") { Description = "The backend's id" };

    public static string PathOf(string id) => $"/admin/backends/{Uri.EscapeDataString(id)}";
}
