using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Growth;

/// <summary>Healthy backends in the primary pool.</summary>
internal sealed class BackendsSeries : IGrowthSeries
{
    public string Name => "backends";

    public string Title => "backends in the primary pool";

    public IReadOnlyList<int> Sizes => [1, 20, 200, 1000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        var port = FreePort.Next();
        var backends = Enumerable.Range(0, size).Select(i => SidecarConfig.Backend(
            $"b{i}", "primary", new Uri(bench.Bed.Upstream.Address, "/v1"), model: null));
        var config = await SidecarConfig.WriteAsync(bench.Bed.Folder, port, backends);
        var (subject, start) = await PlainCost.StartAsync(bench.Bed.Sidecar(port, config), bench.Bed.Folder);
        await using (subject)
            return [GrowthValue.Whole("start to first answer ms", start), .. await PlainCost.MeasureAsync(subject)];
    }
}
