using System.Text.Json;
using Sidecar.Host.Commands.Setup.Agents;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Setup;

/// <summary>One run of <c>setup</c>: its output, and whether it may write.</summary>
internal sealed class SetupRun(CommandContext context, bool yes, bool dryRun)
{
    public IReadOnlyDictionary<string, string> Environment => context.Environment;

    public AgentHome Home { get; } = new(context.Environment);

    public TextWriter Error => context.Error;

    public void Say(string line = "") => context.Output.WriteLine(line);

    public int Refuse(string message, int code = ExitCodes.Misused)
    {
        context.Error.WriteLine($"sidecar: {message}");
        return code;
    }

    /// <summary>Whether to write what was shown: decided by the options, or else by the person at the terminal.</summary>
    public bool MayWrite()
    {
        if (dryRun || yes)
            return yes && !dryRun;
        if (context.IsInteractive && context.Input is not null)
        {
            context.Output.Write("Write this? [y/N] ");
            if (context.Input.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes")
                return true;
            Say("Nothing was written.");
            return false;
        }
        Say("Nothing was written: --yes writes it.");
        return false;
    }

    public bool IsDry => dryRun;

    /// <summary>Reports a problem with a file in one line.</summary>
    public int Guarded(Func<int> action)
    {
        if (Home.Directory.Length == 0)
            return Refuse("neither HOME nor USERPROFILE is set: agents' files cannot be found");
        try
        {
            return action();
        }
        catch (FormatException fault)
        {
            return Refuse(fault.Message);
        }
        catch (JsonException)
        {
            return Refuse($"{Home.Shown(Home.StateFile)} cannot be read: it was changed by hand", ExitCodes.Failed);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refuse(fault.Message.ReplaceLineEndings(" "), ExitCodes.Failed);
        }
    }
}
