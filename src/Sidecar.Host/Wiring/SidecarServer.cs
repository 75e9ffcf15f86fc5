using Sidecar.Commands;
using Sidecar.Configuration;

namespace Sidecar.Wiring;

/// <summary>The running server.</summary>
public static class SidecarServer
{
    /// <summary>Serves until <paramref name="stop"/> or a signal, and returns the process's exit code. Throws when it cannot start.</summary>
    public static async Task<int> RunAsync(SidecarSettings settings, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls([.. settings.Http.Urls]);
        // What a failed start throws is told in one line by the command; the host would log it with a stack trace before.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        await using var app = builder.Build();
        app.MapGet("/healthz", () => "alive");
        await app.StartAsync(stop);
        await app.WaitForShutdownAsync(stop);
        return ExitCodes.Fine;
    }
}
