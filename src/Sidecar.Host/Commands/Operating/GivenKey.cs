using System.CommandLine;
using System.Text.Json.Nodes;

namespace Sidecar.Host.Commands.Operating;

/// <summary>The options for giving a backend's key. The key itself is never an argument, because command lines are visible to others and
/// kept in histories.</summary>
internal sealed class GivenKey
{
    public Option<string?> Variable { get; } =
        new("--api-key-env") { Description = "The key is in this environment variable of the server", HelpName = "NAME" };

    public Option<string?> File { get; } =
        new("--api-key-file") { Description = "The key is in this file on the server's machine", HelpName = "FILE" };

    public Option<bool> Stdin { get; } =
        new("--key-stdin") { Description = "Read the key from the standard input; it is stored encrypted" };

    public void AddTo(Command command)
    {
        command.Options.Add(Variable);
        command.Options.Add(File);
        command.Options.Add(Stdin);
    }

    /// <summary>Puts the key into the body; returns a sentence if there was more than one, or none.</summary>
    public string? PutInto(JsonObject body, ParseResult line, TextReader? input)
    {
        var (variable, file, stdin) = (line.GetValue(Variable), line.GetValue(File), line.GetValue(Stdin));
        if ((variable is null ? 0 : 1) + (file is null ? 0 : 1) + (stdin ? 1 : 0) > 1)
            return "only one of --api-key-env, --api-key-file and --key-stdin may be given";
        if (variable is not null)
            body["api-key-env"] = variable;
        if (file is not null)
            body["api-key-file"] = file;
        if (!stdin)
            return null;
        var key = input?.ReadLine()?.Trim();
        body["api-key"] = key;
        return string.IsNullOrEmpty(key) ? "no key came on the standard input" : null;
    }
}
