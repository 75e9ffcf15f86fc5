using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Clients that read nothing, or 10 KB a second, of streams that could fill the memory many times over.</summary>
internal sealed class StalledSeries(bool isSlow) : IGrowthSeries
{
    private const int Events = 100_000;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(5);

    public string Name => isSlow ? "slow" : "stalled";

    public string Title => isSlow ? "clients that read 10 KB a second" : "clients that stopped reading";

    public IReadOnlyList<int> Sizes => [1, 20, 200];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        await using var subject = await bench.Bed.StartSidecarAsync();
        await Bench.WarmAsync(subject, Warmth.Plain, TimeSpan.FromSeconds(5));
        await Bench.WarmAsync(subject, Warmth.Streams, TimeSpan.FromSeconds(5));
        var resident = ProcessAccounts.Resident(subject.ProcessId);
        var clients = new List<ClientConnection>(size);
        using var end = new CancellationTokenSource();
        try
        {
            for (var i = 0; i < size; i++)
            {
                var connection = await ClientConnection.OpenAsync(subject.Address, buffer: 1024);
                clients.Add(connection);
                await connection.BeginAsync(Requests.Stream($"events={Events}&gap=0"));
                await connection.ReadAsync(null);
            }
            var reading = isSlow ? clients.Select(c => ReadSlowlyAsync(c, end.Token)).ToArray() : [];
            await Task.Delay(Watched);
            var held = ProcessAccounts.Resident(subject.ProcessId);
            var latency = await PlainCost.LatencyAsync(subject);
            await end.CancelAsync();
            await Task.WhenAll(reading);
            return
            [
                GrowthValue.Whole("resident MB more than before", Math.Max(0.1, held - resident)),
                GrowthValue.Fact("resident KB more for each", Math.Max(0, held - resident) * 1024 / size),
                GrowthValue.Each("latency p50 ms of another client", latency),
            ];
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static async Task ReadSlowlyAsync(ClientConnection connection, CancellationToken end)
    {
        while (!end.IsCancellationRequested && await connection.ReadAsync(null))
            await Task.Delay(100, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
