using System.Diagnostics;
using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(G) 50 clients hang up in the middle of a stream: how long it takes until the upstream notices each of them.</summary>
internal sealed class HangUps : AlternatingScenario
{
    private const int Clients = 50;
    private const int EventsBefore = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    public override string Letter => "G";

    public override string Title => $"{Clients} hang-ups";

    protected override Warmth Warmth => Warmth.Streams;

    protected override async Task<Sample> MeasureAsync(Bench bench, Subject subject, Sample? direct)
    {
        var view = new UpstreamView(bench.Bed.Upstream);
        await view.ForgetAsync();
        var hungUp = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => HangUpAsync(subject, i)));
        var aborts = await view.AbortsAsync();
        for (var began = Stopwatch.GetTimestamp(); aborts.Count < Clients
            && Stopwatch.GetElapsedTime(began) < LongestWait; aborts = await view.AbortsAsync())
            await Task.Delay(50);
        var delays = new Latencies(Clients);
        foreach (var (client, seen) in aborts)
            delays.Add(Math.Max(0, seen - hungUp[client]));
        return new Sample
        {
            { "told upstream", delays.Count },
            { "median ms", delays.Percentile(0.5) },
            { "slowest ms", delays.Percentile(1) },
        };
    }

    // Each hangs up at a time of its own, as clients do.
    private static async Task<long> HangUpAsync(Subject subject, int id)
    {
        using var connection = await ClientConnection.OpenAsync(subject.Address);
        var reader = new EventReader(10_000, null);
        await connection.BeginAsync(Requests.Stream($"events=10000&gap=20&id={id}"));
        while (reader.Count < EventsBefore + id && await connection.ReadAsync(reader))
        {
            // Reads until enough of the stream has arrived.
        }
        var instant = Stopwatch.GetTimestamp();
        connection.Dispose();
        return instant;
    }
}
