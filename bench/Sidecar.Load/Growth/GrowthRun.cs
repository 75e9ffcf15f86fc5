using Sidecar.Load.Report;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Growth;

/// <summary>Measures, prints and writes all series, or those named.</summary>
internal static class GrowthRun
{
    private static readonly IReadOnlyList<IGrowthSeries> All =
    [
        new BackendsSeries(), new ModelsSeries(), new ClientsSeries(), new WaitingSeries(), new StreamsSeries(), new JournalSeries(20),
            new JournalSeries(1),
        new BodySeries(isUp: true), new BodySeries(isUp: false), new EventRateSeries(), new StalledSeries(isSlow: false),
            new StalledSeries(isSlow: true),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var names = arguments.TakeWhile(a => !a.StartsWith('-')).ToList();
        if (names.Except(All.Select(s => s.Name)).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"no series '{unknown}'; there are {string.Join(", ", All.Select(s => s.Name))}");
            return 2;
        }
        var options = Options.Parse([.. arguments.Skip(names.Count)]);
        await using var bed = await Bed.StartAsync(options.SidecarDirectory);
        await using var bench = new Bench(bed, options);
        var rows = new List<GrowthRow>();
        foreach (var series in All.Where(s => names.Count == 0 || names.Contains(s.Name)))
        {
            await Console.Error.WriteLineAsync(series.Title);
            rows.AddRange(await MeasureAsync(bench, series));
        }
        GrowthReport.Print(rows);
        await GrowthReport.WriteAsync(names, MachineFacts.Read(options), rows);
        return 0;
    }

    private static async Task<IEnumerable<GrowthRow>> MeasureAsync(Bench bench, IGrowthSeries series)
    {
        var measured = new List<(int Size, GrowthValue Value)>();
        foreach (var size in series.Sizes)
            measured.AddRange((await series.MeasureAsync(bench, size)).Select(v => (size, v)));
        return measured.GroupBy(m => (m.Value.Metric, m.Value.Kind))
            .Select(g => new GrowthRow(series, g.Key.Metric, g.Key.Kind, [.. g.Select(m => (m.Size, m.Value.Number))]));
    }
}
