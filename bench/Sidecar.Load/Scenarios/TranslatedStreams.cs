using System.Diagnostics;
using System.Globalization;
using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(T) The same streams of a chat API, as they are and translated to each other dialect: what an event costs the whole
/// process.</summary>
internal sealed class TranslatedStreams : IScenario
{
    private const int Streams = 100;
    private const int Events = 200;
    private const int GapMs = 5;

    private static readonly byte[] Delta = "delta\":"u8.ToArray();

    public string Letter => "T";

    public string Title => $"{Streams} streams × {Events} events, {GapMs} ms apart, translated and not";

    public async Task RunAsync(Bench bench, Measurements results)
    {
        var upstream = string.Create(CultureInfo.InvariantCulture,
            $$"""    only { pool = primary, base-url = "{{bench.Bed.Upstream.Address}}v1", api-key = "k", apis = [chat], query { events = "{{Events}}", gap = "{{GapMs}}" } }""");
        await using var sidecar = await bench.Bed.StartSidecarAsync([upstream]);
        foreach (var (_, request) in Requests.StreamOfEach)
            await LoadAsync(sidecar, request, bench.Warmup / 2);
        for (var round = 0; round < bench.Options.Rounds; round++)
            results.Add(Letter, sidecar.Name, round, await MeasureAsync(bench, sidecar, round));
    }

    private static async Task<Sample> MeasureAsync(Bench bench, Subject sidecar, int round)
    {
        var (cpu, broken) = (new Dictionary<string, double>(), 0L);
        var sample = new Sample();
        for (var i = 0; i < Requests.StreamOfEach.Count; i++)
        {
            // Each dialect is first in some round.
            var (name, request) = Requests.StreamOfEach[(i + round) % Requests.StreamOfEach.Count];
            var (load, cost) = await Cost.OfAsync(sidecar, () => LoadAsync(sidecar, request, bench.Duration));
            cpu[name] = cost.Cpu.TotalMicroseconds / load.Units;
            broken += load.Failures;
            sample.Add($"{name}: CPU µs per event", cpu[name]);
            if (cost.Collector is { } collector)
                sample.Add($"{name}: allocated KB per event", collector.Allocated / 1024.0 / load.Units);
        }
        foreach (var (name, _) in Requests.StreamOfEach.Skip(1))
            sample.Add($"CPU of an event: {name} / chat", cpu[name] / cpu["chat"]);
        sample.Add("streams not whole", broken);
        return sample;
    }

    private static async Task<LoadResult> LoadAsync(Subject sidecar, byte[] request, TimeSpan duration)
    {
        long events = 0, broken = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            using var connection = await ClientConnection.OpenAsync(sidecar.Address);
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var counter = new MarkCounter(Delta);
                var status = await connection.SendAsync(request, counter);
                Interlocked.Add(ref events, Events);
                if (status != 200 || counter.Count < Events)
                    Interlocked.Increment(ref broken);
                if (status == 0)
                    return;
            }
        }));
        return new LoadResult(events, broken, Stopwatch.GetElapsedTime(start));
    }
}
