using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands;

/// <summary><c>health</c>: asks the configuration's server whether it is alive; for container images without an HTTP client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string? file, CommandContext context, CancellationToken stop)
    {
        var (settings, faults) = SettingsLoader.Load(file, context.Environment);
        if (settings is null)
            return FaultReport.Print(faults, context.Error);
        try
        {
            using var client = new HttpClient { Timeout = Bound };
            using var answer = await client.GetAsync(ServerAddress.Of(settings, "/healthz"), stop);
            context.Output.WriteLine($"{(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? ExitCodes.Fine : ExitCodes.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            context.Error.WriteLine($"sidecar: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
