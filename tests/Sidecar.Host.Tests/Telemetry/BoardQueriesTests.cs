using System.Text.Json;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>A real Prometheus is fed by the demonstration and asked every question of the dashboard.</summary>
public sealed partial class BoardQueriesTests
{
    // The demonstration has no client keys and no tpm, and its minute may pass without these.
    private static readonly string[] MayBeEmpty =
        ["sidecar_client", "sidecar_backend_tokens_remaining", "sidecar_backend_limit_learned", "sidecar_attempts_cut_total"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [ToolFact("prometheus", "prometheus")]
    public async Task every_question_is_understood_and_answered()
    {
        var asked = Questions();
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "sidecar.conf");
        await File.WriteAllTextAsync(file, "sidecar.http.urls = \"http://127.0.0.1:0\"");
        using var demo = SidecarProcess.Run("demo", "--for", "3m", "--config", file);
        await demo.Says("Dashboard: ");
        await using var prometheus = await PrometheusServer.Start(Address().Match(demo.Output).Groups[1].Value);
        using var patience = new CancellationTokenSource(Patience);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));

        // All must be understood; those about something rare in the demonstration need not have an answer.
        var open = asked.ToHashSet();
        var understood = new HashSet<string>();
        while (!open.All(IsOptional) || understood.Count < asked.Count)
        {
            Assert.False(patience.IsCancellationRequested, "no answer to: " + string.Join("\n", open.Where(each => !IsOptional(each))));
            foreach (var question in open.ToList())
                if (await prometheus.CountOf(question) is { } series)
                {
                    understood.Add(question);
                    if (series > 0)
                        open.Remove(question);
                }
            await second.WaitForNextTickAsync();
        }

        Assert.True(asked.Count > 40);
    }

    private static bool IsOptional(string question) => MayBeEmpty.Any(name => question.Contains(name, StringComparison.Ordinal));

    private static List<string> Questions()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", "sidecar.json")));
        return [.. file.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!
                .Replace("$__rate_interval", "15s", StringComparison.Ordinal).Replace("$__range", "2m", StringComparison.Ordinal)
                .Replace("$job", ".*", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal))
            .Distinct()];
    }

    [GeneratedRegex("Dashboard: http://([^/]+)/")]
    private static partial Regex Address();
}
