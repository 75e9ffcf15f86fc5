using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(F) 9,000 streams that have received their first event and wait for the next, in a process of their own; then all of them
/// end.</summary>
internal sealed class IdleStreams : IScenario
{
    private const int Streams = 9000;
    private const int AtOnce = 64;

    private static readonly byte[] Request = Requests.Stream("events=1&hold=1");

    public string Letter => "F";

    public string Title => $"{Streams} idle streams";

    public async Task RunAsync(Bench bench, Measurements results)
    {
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            await using (var yarp = await bench.Bed.StartYarpAsync())
                results.Add(Letter, yarp.Name, round, await MeasureAsync(bench, yarp));
            await using (var sidecar = await bench.Bed.StartSidecarAsync())
                results.Add(Letter, sidecar.Name, round, await MeasureAsync(bench, sidecar));
        }
    }

    private static async Task<Sample> MeasureAsync(Bench bench, Subject subject)
    {
        await Bench.WarmAsync(subject, Warmth.Streams, TimeSpan.FromSeconds(Math.Min(5, bench.Options.Warmup)));
        var before = ProcessAccounts.Resident(subject.ProcessId);
        var streams = new List<(ClientConnection Connection, EventReader Reader)>();
        try
        {
            await Parallel.ForAsync(0, Streams, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
            {
                var connection = await ClientConnection.OpenAsync(subject.Address, buffer: 2048);
                var reader = new EventReader(1, null);
                lock (streams)
                    streams.Add((connection, reader));
                await connection.BeginAsync(Request);
                while (reader.Count == 0 && await connection.ReadAsync(reader))
                {
                    // Reads until the first event is here.
                }
            });
            await Task.Delay(TimeSpan.FromSeconds(3));
            var held = ProcessAccounts.Resident(subject.ProcessId);
            var begun = streams.Count(s => s.Reader.Count == 1);
            await new UpstreamView(bench.Bed.Upstream).ReleaseAsync();
            await Parallel.ForEachAsync(streams, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (s, _) =>
            {
                while (!s.Connection.IsDone && await s.Connection.ReadAsync(s.Reader))
                {
                    // Reads to the end.
                }
            });
            return new Sample
            {
                { "streams begun", begun },
                { "streams intact %", 100.0 * streams.Count(s => s.Connection.IsDone && s.Reader.IsIntact) / Streams },
                { "resident KB per stream", (held - before) * 1024 / Streams },
                { "resident MB before", before },
                { "resident MB held", held },
            };
        }
        finally
        {
            foreach (var (connection, _) in streams)
                connection.Dispose();
        }
    }
}
