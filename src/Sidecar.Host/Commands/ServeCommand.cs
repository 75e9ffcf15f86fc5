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
        var (settings, faults) = SettingsLoader.Load(file, context.Environment);
        if (settings is null)
            return FaultReport.Print(faults, context.Error);
        if (settings.PostgresConnection is null && DataDirectory.FaultOf(settings.DataDirectory) is { } fault)
            return Fail(fault, context.Error);
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
            // For example a port in use, or an address of another machine: the message says which.
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
