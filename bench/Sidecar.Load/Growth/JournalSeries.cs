using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Growth;

/// <summary>Events in the journal from which Sidecar starts.</summary>
/// <param name="backends">The number of backends they are spread over.</param>
internal sealed class JournalSeries(int backends) : IGrowthSeries
{
    public string Name => backends == 1 ? "journal-of-one" : "journal";

    public string Title => backends == 1 ? "events in the journal, all of one backend" : $"events in the journal, of {backends} backends";

    public IReadOnlyList<int> Sizes => [100, 10_000, 1_000_000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        var port = FreePort.Next();
        var folder = bench.Bed.Folder;
        var ids = Enumerable.Range(0, backends).Select(i => $"b{i}").ToList();
        var config = await SidecarConfig.WriteAsync(folder, port,
            ids.Select(id => SidecarConfig.Backend(id, "primary", new Uri(bench.Bed.Upstream.Address, "/v1"), model: null)));
        var file = Path.Combine(SidecarConfig.DataDirectory(folder, port), "journal.db");
        await using (await Subject.StartAsync(bench.Bed.Sidecar(port, config), folder))
            await GrownJournal.WhenMadeAsync(file);
        GrownJournal.Fill(file, ids, size);
        var (subject, start) = await PlainCost.StartAsync(bench.Bed.Sidecar(port, config), folder);
        await using (subject)
            return
            [
                GrowthValue.Each("start to first answer ms", start),
                .. (await PlainCost.MeasureAsync(subject)).Select(v => v.Kind == GrowthKind.Whole ? v with { Kind = GrowthKind.Each } : v),
                GrowthValue.Fact("journal MB", new DirectoryInfo(Path.GetDirectoryName(file)!).EnumerateFiles("journal.db*")
                    .Sum(f => f.Length) / 1e6),
            ];
    }
}
