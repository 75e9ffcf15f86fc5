using System.CommandLine;

namespace Sidecar.Host.Commands.Clients;

/// <summary><c>clients …</c>: makes client keys.</summary>
internal static class ClientsCommand
{
    public static Command Create(Option<string?> config, CommandContext context) =>
        new("clients", "Create keys for clients of the proxy")
    {
        AddCommand.Create(config, context),
    };
}
