using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Names of models that clients ask for, in turn.</summary>
internal sealed class ModelsSeries : IGrowthSeries
{
    private const int Connections = 16;
    private const int Warming = 40_000;
    private const int Requested = 40_000;

    public string Name => "models";

    public string Title => "names of models asked for";

    public IReadOnlyList<int> Sizes => [1, 100, 10_000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        await using var subject = await bench.Bed.StartSidecarAsync();
        var requests = Enumerable.Range(0, size).Select(i => Requests.PlainFor($"model-{i}")).ToArray();
        await SendAsync(subject, requests, Warming);
        var before = ProcessAccounts.Cpu(subject.ProcessId);
        await SendAsync(subject, requests, Requested);
        var cpu = ProcessAccounts.Cpu(subject.ProcessId) - before;
        return
        [
            GrowthValue.Each("CPU µs per request", cpu.TotalMicroseconds / Requested),
            GrowthValue.Each("resident MB", ProcessAccounts.Resident(subject.ProcessId)),
        ];
    }

    private static async Task SendAsync(Subject subject, byte[][] requests, int count)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = await ClientConnection.OpenAsync(subject.Address);
            while (Interlocked.Increment(ref next) is var at && at < count)
                if (await connection.SendAsync(requests[at % requests.Length]) is not 200)
                    throw new InvalidOperationException("a request failed");
        }));
    }
}
