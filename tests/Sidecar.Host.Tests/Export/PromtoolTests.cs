using System.Diagnostics;
using Sidecar.Host.Tests.Budgets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Export;

/// <summary>Prometheus's own tool has nothing against what is scraped, nor against the alerts.</summary>
[Collection(AllocationBudgetTests.Alone)]
public sealed class PromtoolTests
{
    [PromtoolFact]
    public async Task check_metrics_finds_nothing()
    {
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: "rpm = 100, tpm = 100000") + "primary-wait { max-retries = 5, interval = 4s }, cooldown { base = 1s, jitter = 0 }");
        await Scrape.Begin(sidecar);
        a.Then(Reply.Stream(Events.Chat("x") + Events.Usage));
        using (var response = await sidecar.Post(Chat.Streamed))
        {
            await response.Text();
            await sidecar.Ended(response.Id());
        }
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 1);

        Assert.Equal((0, ""), await Run(scrape.Text, "check", "metrics"));
    }

    [PromtoolFact]
    public async Task check_rules_finds_nothing()
    {
        var (code, output) = await Run("", "check", "rules", Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.yml"));

        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(PromtoolFactAttribute.Tool!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, await output.Soon() + await error.Soon());
    }
}
