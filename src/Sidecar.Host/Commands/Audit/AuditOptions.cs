using System.CommandLine;
using Sidecar.Host.Audit;

namespace Sidecar.Host.Commands.Audit;

/// <summary>The options of every audit command: where the stored files are, and the form of the output.</summary>
internal sealed class AuditOptions(Option<string?> config)
{
    public Option<string?> Config { get; } = config;

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Directory that holds journal.db and ledger.db, such as a copy, or an exported file (else the data directory of the "
            + "configuration)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON",
        Recursive = true,
    };

    /// <summary>Refuses a range that ends before it begins.</summary>
    public static void InOrder(Command command, Option<DateTimeOffset?> from, Option<DateTimeOffset?> to) => command.Validators.Add(given =>
    {
        // Reading the value of an option with an error throws.
        if (new[] { given.GetResult(from), given.GetResult(to) }.All(bound => bound is { } known && !known.Errors.Any())
            && given.GetValue(from) > given.GetValue(to))
            given.AddError("--to must not be earlier than --from.");
    });

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
