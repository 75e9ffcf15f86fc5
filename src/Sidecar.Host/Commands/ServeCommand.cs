using Sidecar.Configuration;
using Sidecar.Definitions;
using Sidecar.Wiring;

namespace Sidecar.Commands;

/// <summary><c>serve</c>: loads the configuration and runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string? file, Surroundings surroundings, CancellationToken stop)
    {
        var (settings, faults) = SettingsLoader.Load(file, surroundings.Environment);
        if (settings is null)
            return FaultReport.Print(faults, surroundings.Error);
        if (settings.PostgresConnection is null && DataDirectory.FaultOf(settings.DataDirectory) is { } fault)
            return Fail(fault, surroundings.Error);
        try
        {
            return await SidecarServer.RunAsync(settings, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Fine;
        }
        catch (MasterKeyException e)
        {
            Fail(e.Message, surroundings.Error);
            return ExitCodes.Misused;
        }
        catch (IOException e)
        {
            // A port in use, or an address of another machine: the message says which.
            return Fail(e.Message, surroundings.Error);
        }
        catch (Exception e)
        {
            return Fail($"{e.GetType().Name}: {e.Message}", surroundings.Error);
        }
    }

    private static int Fail(string message, TextWriter error)
    {
        error.WriteLine($"sidecar: {message.ReplaceLineEndings(" ")}");
        return ExitCodes.Failed;
    }
}
