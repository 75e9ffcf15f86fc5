using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>Requests in primary-wait: a backend that takes one at a time is occupied by a stream, and all others wait for it; then the
/// stream ends, and they are served one by one.</summary>
internal sealed class WaitingSeries : IGrowthSeries
{
    private const int AtOnce = 64;
    private const int Warming = 3;

    private const string Patient = """
          http.deadline = 300s
          primary-wait { max-retries = 150, interval = 2s, max-waiting = 20000 }
          emergency.rounds = 0
        """;

    public string Name => "waiting";

    public string Title => "requests in primary-wait";

    public IReadOnlyList<int> Sizes => [100, 1000, 10_000];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        var only = $$"""    only { pool = primary, base-url = "{{new Uri(bench.Bed.Upstream.Address, "/v1")}}", api-key = "k", max-concurrency = 1 }""";
        await using var subject = await bench.Bed.StartSidecarAsync([only], Patient);
        // Episodes before the measurement compile the code, so that a small one does not pay for that alone.
        for (var i = 0; i < Warming; i++)
            await EpisodeAsync(bench, subject, 2000);
        return await EpisodeAsync(bench, subject, size);
    }

    private static async Task<GrowthValue[]> EpisodeAsync(Bench bench, Subject subject, int size)
    {
        var (cpu, resident) = (ProcessAccounts.Cpu(subject.ProcessId), ProcessAccounts.Resident(subject.ProcessId));
        using var holder = await ClientConnection.OpenAsync(subject.Address);
        await holder.BeginAsync(Requests.Stream("events=1&hold=1"));
        await holder.ReadAsync(null);
        var waiting = new List<ClientConnection>(size);
        try
        {
            for (var i = 0; i < size; i++)
            {
                var connection = await ClientConnection.OpenAsync(subject.Address, buffer: 2048);
                waiting.Add(connection);
                await connection.BeginAsync(Requests.Plain);
            }
            await Task.Delay(TimeSpan.FromSeconds(2));
            var held = ProcessAccounts.Resident(subject.ProcessId);
            await new UpstreamView(bench.Bed.Upstream).ReleaseAsync();
            await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (connection, _) =>
            {
                while (!connection.IsDone && await connection.ReadAsync(null))
                {
                    // Reads until the answer is complete.
                }
            });
            return
            [
                GrowthValue.Each("CPU µs per waiter, from joining to its answer", (ProcessAccounts.Cpu(subject.ProcessId) - cpu)
                    .TotalMicroseconds / size),
                GrowthValue.Each("resident KB per waiter", Math.Max(0, held - resident) * 1024 / size),
                GrowthValue.Fact("answered 200 %", 100.0 * waiting.Count(c => c is { IsDone: true, Status: 200 }) / size),
            ];
        }
        finally
        {
            foreach (var connection in waiting)
                connection.Dispose();
        }
    }
}
