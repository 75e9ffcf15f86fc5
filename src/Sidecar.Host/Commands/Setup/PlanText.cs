using Sidecar.Host.Commands.Setup.Agents;
using Sidecar.Host.Commands.Setup.LiteLlm;
using Sidecar.Host.Commands.Setup.Pointing;

namespace Sidecar.Host.Commands.Setup;

/// <summary>The text in which <c>setup</c> shows what it found and would write, for a terminal of 80 columns.</summary>
internal sealed class PlanText(SetupRun run, string config)
{
    private const int Columns = 80;

    public static string BackupOf(string path) => path + ".old";

    public void Kept() => run.Say($"{run.Home.Shown(config)} exists and stays as it is (--force replaces it).");

    public void Config(IReadOnlyList<FoundProvider> providers, string text)
    {
        run.Say("Keys found in the environment (only their names are written):");
        foreach (var provider in providers)
        {
            var remark = provider.IsUsed ? "" : "left out, see below: ";
            run.Say($"  {provider.Preset.Name,-14} {remark}{string.Join(", ", provider.Variables)}");
        }
        run.Say();
        Text(text);
    }

    /// <summary>What was taken over from LiteLLM's file, and what must be done by hand.</summary>
    public void Taken(LiteLlmDraft taken, string from)
    {
        run.Say($"Taken over from {run.Home.Shown(Path.GetFullPath(from))} (of keys only the names of variables):");
        foreach (var backend in taken.Backends)
            run.Say($"  {backend.Id,-14} {string.Join(", ", backend.Deployments.Select(each => each.Name).Append(backend.KeyVariable)
                .Where(text => text.Length > 0))}");
        foreach (var backend in taken.Backends.Where(each => each.Where.KeyIsWritten))
            run.Say($"  The key of {backend.Id} stands in that file: give it to Sidecar as {backend.KeyVariable}.");
        if (taken.UnsetKeys.Count + taken.UnsetAddresses.Count > 0)
            run.Say($"Not set here, and needed: {string.Join(", ", taken.UnsetKeys.Concat(taken.UnsetAddresses))}");
        if (taken.LeftOut.Count > 0)
            run.Say("Not taken over:");
        foreach (var line in taken.LeftOut)
            run.Say($"  {line}");
        run.Say();
        Text(taken.Text);
    }

    private void Text(string text)
    {
        run.Say($"{run.Home.Shown(config)} would be:");
        run.Say();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
            run.Say(line);
        run.Say();
        if (File.Exists(config))
            run.Say($"The present file would be kept as {run.Home.Shown(BackupOf(config))}");
    }

    public void Agents(IReadOnlyList<Agent> pointed, List<Change> changes)
    {
        var there = KnownAgents.All.Where(agent => agent.IsThere(run.Home) && !pointed.Contains(agent)).ToList();
        if (there.Count > 0)
        {
            run.Say(pointed.Count == 0 ? "Agents found:" : "Agents that stay as they are:");
            foreach (var (agent, file) in there.SelectMany(agent => agent.FilesOf(run.Home).Select(file => (agent, file))))
                run.Say($"  {agent.Name,-12} {run.Home.Shown(file.Path)}");
            if (pointed.Count == 0)
                run.Say("Point them at Sidecar: --point all --model NAME, or some: --point codex,pi …");
            run.Say();
        }
        foreach (var change in changes)
            Changed(change);
    }

    public void Next(bool hasPointed)
    {
        run.Say("Written. Next:");
        run.Say($"  sidecar serve --config {run.Home.Shown(config)}");
        if (hasPointed)
            run.Say("  sidecar setup --undo    restores the agents' files");
    }

    private void Changed(Change change)
    {
        var file = run.Home.Shown(change.File.Path);
        if (change.Values.Count == 0)
        {
            run.Say($"{file} points at Sidecar already.");
            return;
        }
        run.Say(change.Before is null ? $"{file} would be created:" : $"{file} would be changed:");
        foreach (var value in change.Values)
        {
            var path = string.Join('.', value.Path.Where(segment => segment[0] != '['));
            var lines = value.After.Split('\n');
            var isShort = path.Length + lines[0].Length + 5 <= Columns;
            run.Say(isShort ? $"  {path} = {lines[0]}" : $"  {path} =");
            foreach (var line in isShort ? lines.Skip(1) : lines)
                run.Say($"  {line}");
        }
        run.Say();
    }
}
