using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Streams held open after their first event.</summary>
internal sealed class StreamsSeries : IGrowthSeries
{
    private const int Idle = 3;

    public string Name => "streams";

    public string Title => "open streams, silent";

    public IReadOnlyList<int> Sizes => [100, 1000, 9000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        await using var subject = await bench.Bed.StartSidecarAsync();
        await Bench.WarmAsync(subject, Warmth.Streams, TimeSpan.FromSeconds(5));
        var (cpu, resident) = (ProcessAccounts.Cpu(subject.ProcessId), ProcessAccounts.Resident(subject.ProcessId));
        var streams = new List<ClientConnection>(size);
        try
        {
            for (var i = 0; i < size; i++)
            {
                var connection = await ClientConnection.OpenAsync(subject.Address, buffer: 2048);
                streams.Add(connection);
                await connection.BeginAsync(Requests.Stream("events=1&hold=1"));
                await connection.ReadAsync(null);
            }
            var opened = ProcessAccounts.Cpu(subject.ProcessId);
            await Task.Delay(TimeSpan.FromSeconds(Idle));
            var (held, idle) = (ProcessAccounts.Resident(subject.ProcessId), ProcessAccounts.Cpu(subject.ProcessId) - opened);
            await new UpstreamView(bench.Bed.Upstream).ReleaseAsync();
            return
            [
                GrowthValue.Each("CPU µs per stream opened", (opened - cpu).TotalMicroseconds / size),
                GrowthValue.Each("resident KB per stream", Math.Max(0, held - resident) * 1024 / size),
                GrowthValue.Whole("CPU ms per idle second", idle.TotalMilliseconds / Idle),
                GrowthValue.Fact("begun %", 100.0 * streams.Count(s => s.Status == 200) / size),
            ];
        }
        finally
        {
            foreach (var connection in streams)
                connection.Dispose();
        }
    }
}
