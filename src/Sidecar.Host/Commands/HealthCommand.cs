using Sidecar.Configuration;

namespace Sidecar.Commands;

/// <summary><c>health</c>: asks the server of this configuration whether it lives; for container images that have no HTTP client of their own.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string? file, Surroundings surroundings, CancellationToken stop)
    {
        var (settings, faults) = SettingsLoader.Load(file, surroundings.Environment);
        if (settings is null)
            return FaultReport.Print(faults, surroundings.Error);
        try
        {
            using var client = new HttpClient { Timeout = Bound };
            using var answer = await client.GetAsync(ServerAddress.Of(settings, "/healthz"), stop);
            surroundings.Output.WriteLine($"{(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? ExitCodes.Fine : ExitCodes.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            surroundings.Error.WriteLine($"sidecar: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
