using System.Collections;

namespace Sidecar.Host.Commands;

/// <summary>What a command gets from the process around it; an argument, so that tests can stand in for a terminal.</summary>
/// <param name="Environment">All environment variables.</param>
/// <param name="Input">Where a command that asks for a secret reads it; null: nowhere.</param>
public sealed record CommandContext(
    IReadOnlyDictionary<string, string> Environment, TextWriter Output, TextWriter Error, TextReader? Input = null)
{
    public static CommandContext OfProcess() => new(
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
        Console.Out,
        Console.Error,
        Console.In);
}
