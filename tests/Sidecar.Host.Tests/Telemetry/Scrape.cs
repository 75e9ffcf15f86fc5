using System.Globalization;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>What <c>/metrics</c> said at one moment.</summary>
internal sealed partial class Scrape
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _series = [];

    private Scrape(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
        {
            var match = Series().Match(line);
            Assert.True(match.Success, line);
            var labels = Label().Matches(match.Groups[2].Value).ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value);
            _series.Add((match.Groups[1].Value, labels, double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
        }
    }

    public string Text { get; }

    public int Count => _series.Count;

    public static async Task<Scrape> Of(RunningSidecar sidecar)
    {
        using var response = await sidecar.Get("/metrics");
        Assert.Equal(200, (int)response.StatusCode);
        return new Scrape(await response.Text());
    }

    /// <summary>Opens the export, so that everything from now on is counted, and reads it.</summary>
    public static Task<Scrape> Begin(RunningSidecar sidecar) => Of(sidecar);

    /// <summary>Scrapes again until it shows what is wanted, because answers are cached for 300 ms.</summary>
    public static async Task<Scrape> Until(RunningSidecar sidecar, Func<Scrape, bool> shows)
    {
        using var patience = new CancellationTokenSource(Bounds.Wait);
        while (true)
        {
            var scrape = await Of(sidecar);
            if (shows(scrape))
                return scrape;
            Assert.False(patience.IsCancellationRequested, scrape.Text);
            await Task.Yield();
        }
    }

    /// <summary>The sum of all series of this name that have these labels.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) =>
        _series.Where(s => s.Name == name && labels.All(l => s.Labels.GetValueOrDefault(l.Label) == l.Value)).Sum(s => s.Value);

    public IReadOnlySet<string> Values(string label) => _series.Where(s => s.Labels.ContainsKey(label)).Select(s => s.Labels[label])
        .ToHashSet();

    public bool Has(string name, string label) => _series.Any(s => s.Name == name && s.Labels.ContainsKey(label));

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)$""")]
    private static partial Regex Series();

    [GeneratedRegex("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();
}
