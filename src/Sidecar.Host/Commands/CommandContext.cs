using System.Collections;

namespace Sidecar.Host.Commands;

/// <summary>A command's environment; passed as an argument so that tests can replace the terminal.</summary>
/// <param name="Environment">All environment variables.</param>
/// <param name="Input">The source of secrets that a command asks for; null: none.</param>
/// <param name="IsInteractive">Whether a person at a terminal can be asked.</param>
public sealed record CommandContext(
    IReadOnlyDictionary<string, string> Environment, TextWriter Output, TextWriter Error, TextReader? Input = null,
        bool IsInteractive = false)
{
    public static CommandContext OfProcess() => new(
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
        Console.Out,
        Console.Error,
        Console.In,
        !Console.IsInputRedirected && !Console.IsOutputRedirected);
}
