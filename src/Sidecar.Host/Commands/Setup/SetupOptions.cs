using System.CommandLine;
using Sidecar.Host.Commands.Setup.Agents;

namespace Sidecar.Host.Commands.Setup;

/// <summary>The options of <c>setup</c>.</summary>
internal sealed class SetupOptions
{
    private static readonly string Names = string.Join(", ", KnownAgents.All.Select(agent => agent.Name));

    public Option<string[]> Point { get; } = new("--point")
    {
        Description = $"Point these agents at Sidecar, separated by commas: {Names}; or all that are found",
        HelpName = "A,B|all",
    };

    public Option<string[]> Undo { get; } = new("--undo")
    {
        Description = "Restore what --point changed, for these agents or for all",
        HelpName = "A,B",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> Model { get; } = new("--model") { Description = "The model that these agents ask for", HelpName = "NAME" };

    public Option<string?> From { get; } = new("--from")
    {
        Description = "Make the configuration of LiteLLM's config.yaml, not of the keys that are found",
        HelpName = "FILE",
    };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Write without asking" };

    public Option<bool> Force { get; } = new("--force")
    {
        Description = "Write the configuration even if there is one already; the old one is kept",
    };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only show what would be written" };

    /// <summary>The named agents, in the order of <see cref="KnownAgents"/>; throws <see cref="FormatException"/> for an unknown
    /// name.</summary>
    public static IReadOnlyList<Agent> AgentsOf(IEnumerable<string> given, AgentHome home)
    {
        var names = given.SelectMany(
            each => each.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        var unknown = names.FirstOrDefault(name => name != "all" && KnownAgents.All.All(agent => agent.Name != name));
        return unknown is not null ? throw new FormatException($"'{unknown}' is not an agent that setup knows: {Names}")
            : [.. KnownAgents.All.Where(agent => names.Contains(agent.Name) || (names.Contains("all") && agent.IsThere(home)))];
    }
}
