using Sidecar.Domain.Backends;
using Sidecar.Host.Commands.Setup.Agents;
using Sidecar.Host.Commands.Setup.LiteLlm;
using Sidecar.Host.Commands.Setup.Pointing;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Setup;

/// <summary><c>setup</c> without <c>--undo</c>: shows what was found and what would be written, then writes it.</summary>
internal static class PlanRun
{
    private const string UsualFile = "sidecar.conf";

    public static int Run(SetupRun run, string? config, string[] point, string? model, bool force, string? from)
    {
        var path = Path.GetFullPath(config ?? run.Environment.GetValueOrDefault(SettingsLoader.FileVariable) ?? UsualFile);
        var agents = SetupOptions.AgentsOf(point, run.Home);
        if (point.Length > 0 && agents.Count == 0)
            return run.Refuse("none of these agents was found");
        var isKept = File.Exists(path) && !force;
        if (isKept && (agents.Count == 0 || from is not null))
            return ShowKept(run, path);

        var taken = from is null ? null : LiteLlmDraft.Of(from, run.Environment);
        var providers = taken is null ? KeyFinder.Find(run.Environment) : [];
        if (!isKept && taken is null && !providers.Any(provider => provider.IsUsed))
            return run.Refuse("no key was found: set one of "
                + $"{string.Join(", ", WellKnownBackends.Variables)} (docs/providers.md lists all), and run setup again", ExitCodes.Failed);
        var text = isKept ? null : taken?.Text ?? ConfigText.Of(providers);
        var (settings, faults) = Load(path, text, taken?.Completed(run.Environment) ?? run.Environment);
        if (settings is null)
            return FaultReport.Print(faults, run.Error);

        if (agents.FirstOrDefault(agent => model is null && !Serves(settings, agent.OwnProvider)) is { } lost)
            return run.Refuse($"{lost.Title} needs a model that these keys serve: --model NAME");
        var target = new PointTarget(ServerAddress.Of(settings, "").ToString().TrimEnd('/'), model,
            settings.Catalog.Backends.Any(backend => backend.Enabled && (backend.Apis & Apis.Responses) != Apis.None));
        var changes = agents.SelectMany(agent => agent.FilesOf(run.Home).Select(file => ChangeOf(agent, file, target, run))).ToList();

        var shown = new PlanText(run, path);
        if (text is null)
            shown.Kept();
        else if (taken is not null)
            shown.Taken(taken, from!);
        else
            shown.Config(providers, text);
        shown.Agents(agents, changes);
        if (text is null && changes.All(change => change.Values.Count == 0))
            return ExitCodes.Fine;
        if (!run.MayWrite())
            return ExitCodes.Fine;
        Write(run, path, text, changes);
        shown.Next(settings.Http.Urls.Count > 0 && agents.Count > 0);
        return ExitCodes.Fine;
    }

    private static int ShowKept(SetupRun run, string path)
    {
        new PlanText(run, path).Agents([], []);
        return run.Refuse($"{run.Home.Shown(path)} exists already: --force replaces it and keeps the old one");
    }

    // The exact text to be written is validated before anybody is asked.
    private static SettingsResult Load(string path, string? text, IReadOnlyDictionary<string, string> environment)
    {
        if (text is null)
            return SettingsLoader.Load(path, environment);
        var draft = Path.Combine(Path.GetTempPath(), $"sidecar-setup-{Guid.NewGuid():n}.conf");
        try
        {
            File.WriteAllText(draft, text);
            return SettingsLoader.Load(draft, environment);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static bool Serves(SidecarSettings settings, string? provider) =>
        provider is not null && settings.Catalog.Backends.Any(backend => backend.Enabled && backend.Preset == provider);

    private static Change ChangeOf(Agent agent, AgentFile file, PointTarget target, SetupRun run)
    {
        try
        {
            return Change.Of(agent, file, target);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"{run.Home.Shown(file.Path)}: {fault.Message}; nothing was written", fault);
        }
    }

    private static void Write(SetupRun run, string path, string? text, List<Change> changes)
    {
        if (text is not null)
        {
            if (OwnedFile.Read(path) is { } old)
                OwnedFile.Write(PlanText.BackupOf(path), old);
            OwnedFile.Write(path, OwnedFile.BytesOf(text));
        }
        var remembered = PointedFiles.Read(run.Home.StateFile);
        foreach (var change in changes.Where(change => change.Values.Count > 0))
        {
            // In this order, so that whatever was recorded can be undone if setup is interrupted half-way.
            remembered = FilePointing.Prepare(change, remembered);
            PointedFiles.Write(run.Home.StateFile, remembered);
            OwnedFile.Write(change.File.Path, change.After);
        }
    }
}
