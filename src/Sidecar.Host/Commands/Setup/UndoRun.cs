using Sidecar.Host.Commands.Setup.Agents;
using Sidecar.Host.Commands.Setup.Pointing;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Setup;

/// <summary><c>setup --undo</c>: restores each file, or, if others changed it since, takes out what Sidecar wrote.</summary>
internal static class UndoRun
{
    public static int Run(SetupRun run, string[] given)
    {
        var agents = given.Length == 0 ? KnownAgents.All : SetupOptions.AgentsOf(given, run.Home);
        var remembered = PointedFiles.Read(run.Home.StateFile);
        var chosen = remembered.Where(file => agents.Any(agent => agent.Name == file.Agent)).ToList();
        if (chosen.Count == 0)
            run.Say("There is nothing to undo: setup has pointed none of these agents at Sidecar.");
        foreach (var pointed in chosen)
        {
            var agent = agents.First(each => each.Name == pointed.Agent);
            // The agent determines the format, even if a variable has moved its file since.
            var file = agent.FilesOf(run.Home).FirstOrDefault(each => Path.GetFileName(each.Path) == Path.GetFileName(pointed.File))
                ?? agent.FilesOf(run.Home)[0];
            var (after, isExact) = FileUndoing.Plan(pointed, file);
            run.Say($"{pointed.Agent}  {run.Home.Shown(pointed.File)}  {Said(after, isExact, run.IsDry)}");
            if (run.IsDry)
                continue;
            FileUndoing.Carry(pointed, after);
            remembered = [.. remembered.Where(each => each != pointed)];
            PointedFiles.Write(run.Home.StateFile, remembered);
        }
        return ExitCodes.Fine;
    }

    private static string Said(byte[]? after, bool isExact, bool isDry) => (after, isExact, isDry) switch
    {
        (null, _, false) => "deleted, as it did not exist before",
        (null, _, true) => "would be deleted, as it did not exist before",
        (_, true, false) => "restored",
        (_, true, true) => "would be restored",
        (_, false, false) => "was changed since: Sidecar's values are taken out",
        (_, false, true) => "was changed since: Sidecar's values would be taken out",
    };
}
