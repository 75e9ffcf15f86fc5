using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Model names that clients ask for, in turn.</summary>
internal sealed class ModelsSeries : IGrowthSeries
{
    public string Name => "models";

    public string Title => "names of models asked for";

    public IReadOnlyList<int> Sizes => [1, 100, 10_000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        await using var subject = await bench.Bed.StartSidecarAsync();
        var requests = Enumerable.Range(0, size).Select(i => Requests.PlainFor($"model-{i}")).ToArray();
        return
        [
            GrowthValue.Each("CPU µs per request", await RequestsInTurn.CostAsync(subject, requests)),
            GrowthValue.Each("resident MB", ProcessAccounts.Resident(subject.ProcessId)),
        ];
    }
}
