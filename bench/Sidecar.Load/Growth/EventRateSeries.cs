using Sidecar.Load.Generators;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Events per second in one stream.</summary>
internal sealed class EventRateSeries : IGrowthSeries
{
    private const int Seconds = 4;

    public string Name => "events";

    public string Title => "events per second in one stream";

    public IReadOnlyList<int> Sizes => [1000, 5000, 20_000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        await using var subject = await bench.Bed.StartSidecarAsync();
        await Bench.WarmAsync(subject, Warmth.Streams, TimeSpan.FromSeconds(8));
        var events = size * Seconds;
        var delays = new Latencies(events);
        var reader = new EventReader(events, delays);
        var before = ProcessAccounts.Cpu(subject.ProcessId);
        using var connection = await ClientConnection.OpenAsync(subject.Address, buffer: 64 * 1024);
        await connection.SendAsync(Requests.Stream($"events={events}&gap-us={1_000_000 / size}&stamp=1"), reader);
        var cpu = ProcessAccounts.Cpu(subject.ProcessId) - before;
        return
        [
            GrowthValue.Each("CPU µs per event", cpu.TotalMicroseconds / events),
            GrowthValue.Fact("event delay p50 ms", delays.Percentile(0.5)),
            GrowthValue.Fact("event delay p99 ms", delays.Percentile(0.99)),
            GrowthValue.Fact("intact %", reader.IsIntact ? 100 : 0),
        ];
    }
}
