using Sidecar.Host.Tests.Budgets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>Prometheus's own tool finds no fault with what is scraped, nor with the alerts and the Prometheus configuration.</summary>
[Collection(AllocationBudgetTests.Alone)]
public sealed class PromtoolTests
{
    [ToolFact("promtool", "prometheus")]
    public async Task check_metrics_finds_nothing()
    {
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: "rpm = 100, tpm = 100000")
                + "primary-wait { max-retries = 5, interval = 4s }, cooldown { base = 1s, jitter = 0 }");
        await Scrape.Begin(sidecar);
        a.Then(Reply.Stream(Events.Chat("x") + Events.Usage));
        using (var response = await sidecar.Post(Chat.Streamed))
        {
            await response.Text();
            await sidecar.Ended(response.Id());
        }
        var scrape = await Scrape.Until(sidecar, s => s.Sum("sidecar_request_duration_seconds_count") == 1);

        Assert.Equal((0, ""), await Tool.Run("promtool", ["check", "metrics"], scrape.Text));
    }

    [ToolFact("promtool", "prometheus")]
    public async Task check_rules_finds_nothing()
    {
        var (code, output) = await Tool.Run("promtool", ["check", "rules",
            Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.yml")]);

        Assert.True(code == 0, output);
    }

    [ToolFact("promtool", "prometheus")]
    public async Task alerts_tell_what_lasts_and_not_a_single_503()
    {
        var (code, output) = await Tool.Run("promtool", ["test", "rules",
            Path.Combine(Repository.Root, "tests", "Sidecar.Host.Tests", "Telemetry", "alerts.test.yml")]);

        Assert.True(code == 0, output);
    }

    [ToolFact("promtool", "prometheus")]
    public async Task check_config_finds_nothing_and_the_rules_are_where_it_says()
    {
        var (code, output) = await Tool.Run("promtool", ["check", "config",
            Path.Combine(Repository.Root, "deploy", "prometheus", "prometheus.yml")]);

        Assert.True(code == 0, output);
        Assert.Contains("1 rule files found", output, StringComparison.Ordinal);
    }
}
