using System.CommandLine;

namespace Sidecar.Host.Commands.Operating;

/// <summary>The options of every command that talks to a running server.</summary>
internal sealed class OperatingOptions(Option<string?> config)
{
    public Option<string?> Config { get; } = config;

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "Address of the running server (default: the first of http.urls)",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the server's answer unchanged",
        Recursive = true,
    };
}
