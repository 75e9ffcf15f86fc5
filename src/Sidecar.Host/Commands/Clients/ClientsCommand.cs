using System.CommandLine;

namespace Sidecar.Commands.Clients;

/// <summary><c>clients …</c>: makes client keys.</summary>
internal static class ClientsCommand
{
    public static Command Create(Option<string?> config, Surroundings surroundings) => new("clients", "Make the keys by which clients may use the proxy")
    {
        AddCommand.Create(config, surroundings),
    };
}
