using Sidecar.Host.Commands.Checking;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Commands;

/// <summary><c>serve</c>: loads the configuration and runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string? file, CommandContext context, CancellationToken stop)
    {
        var loaded = SettingsLoader.Load(file, context.Environment);
        if (loaded.Settings is not { } settings)
            return FaultReport.Print(loaded.Faults, context.Error);
        // Before anything is started: an error that ends a start comes first, and in the words of 'check'.
        if (StartFaults.AtStart(loaded) is { Count: > 0 } faults)
            return faults.Select(fault => Fail(fault.ToString(), context.Error)).Last();
        try
        {
            return await SidecarServer.RunAsync(settings, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Fine;
        }
        catch (Exception e) when (e is MasterKeyException or StorageInUseException)
        {
            Fail(e.Message, context.Error);
            return ExitCodes.Misused;
        }
        catch (IOException e)
        {
            // For example a port that was taken just now: the message says which.
            return Fail(e.Message, context.Error);
        }
        catch (Exception e)
        {
            return Fail($"{e.GetType().Name}: {e.Message}", context.Error);
        }
    }

    private static int Fail(string message, TextWriter error)
    {
        error.WriteLine($"sidecar: {message.ReplaceLineEndings(" ")}");
        return ExitCodes.Failed;
    }
}
