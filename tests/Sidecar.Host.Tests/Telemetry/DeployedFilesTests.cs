using System.Text.Json;
using System.Text.RegularExpressions;
using Sidecar.Diagnostics;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>The dashboard, the alerts and the documentation refer only to metrics that exist.</summary>
public sealed partial class DeployedFilesTests
{
    [Fact]
    public async Task every_instrument_is_in_the_names_file_and_the_other_way_round()
    {
        await using var sidecar = await RunningSidecar.Start("");

        Assert.Equal(PublishedNames.InFile(typeof(TelemetryNames.Metrics)).Order(), (await PublishedNames.Instruments(sidecar))
            .Select(i => i.Name).Order());
    }

    [Fact]
    public async Task the_dashboard_asks_for_series_and_labels_that_exist()
    {
        using var file = JsonDocument.Parse(await Deployed("grafana/sidecar.json"));
        var panels = file.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var asked = panels.Where(p => p.TryGetProperty("targets", out _)).SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString()!).ToList();

        Assert.True(asked.Count > 30);
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        await AllExist(asked);
    }

    [Fact]
    public async Task the_dashboard_shows_every_metric()
    {
        await using var sidecar = await RunningSidecar.Start("");
        var text = await Deployed("grafana/sidecar.json");

        Assert.All((await PublishedNames.Instruments(sidecar)), instrument =>
            Assert.Contains(PublishedNames.InPrometheus(instrument), name => text.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task the_alerts_ask_for_series_and_labels_that_exist()
    {
        var expressions = Expression().Matches(await Deployed("prometheus/alerts.yml")).Select(m => m.Groups[1].Value).ToList();

        Assert.True(expressions.Count >= 12);
        await AllExist(expressions);
    }

    [Fact]
    public async Task the_documentation_lists_every_metric_and_attribute()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "telemetry.md"));

        Assert.All(PublishedNames.InFile(typeof(TelemetryNames.Metrics)), name =>
            Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
        Assert.All(PublishedNames.InFile(typeof(TelemetryNames.Attributes)), name =>
            Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    private static Task<string> Deployed(string file) => File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", file));

    private static async Task AllExist(IEnumerable<string> expressions)
    {
        await using var sidecar = await RunningSidecar.Start("");
        var series = (await PublishedNames.Instruments(sidecar)).SelectMany(PublishedNames.InPrometheus).Append("up").ToHashSet();
        var labels = PublishedNames.Labels();
        foreach (var expression in expressions)
        {
            var selected = Labels().Matches(expression).SelectMany(
                m => Name().Matches(m.Value.Split('"').Where((_, i) => i % 2 == 0).Aggregate((a, b) => a + " " + b)).Select(n => n.Value));
            Assert.All(selected.Except(["by"]), label => Assert.True(labels.Contains(label), $"no label {label}: {expression}"));
            var rest = Labels().Replace(expression, " ");
            Assert.All(Series().Matches(rest), match => Assert.True(
                series.Contains(match.Value), $"no series {match.Value}: {expression}"));
        }
    }

    [GeneratedRegex(@"expr: \|?\s*((?:.+\n)(?:\s{12,}.+\n)*)")]
    private static partial Regex Expression();

    // What is in braces, and what is grouped by.
    [GeneratedRegex(@"\{[^}]*\}|\bby\s*\([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(?:up|(?:sidecar|gen_ai)_[a-z_0-9]+)\b")]
    private static partial Regex Series();
}
