using System.CommandLine;
using Sidecar.Audit;

namespace Sidecar.Commands.Audit;

/// <summary>What every audit command can be told: where the stored files are, and how to answer.</summary>
internal sealed class AuditOptions(Option<string?> config)
{
    public Option<string?> Config { get; } = config;

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Directory that holds journal.db and ledger.db, such as a copy (else the data directory of the configuration)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Answer in JSON",
        Recursive = true,
    };

    /// <summary>An option that takes an instant; a malformed one is refused with examples.</summary>
    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "INSTANT",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (InstantText.TryParse(text, out var instant))
                return instant;
            argument.AddError($"{name} is not an instant: '{text}'. Allowed: {InstantText.Examples}.");
            return null;
        },
    };
}
