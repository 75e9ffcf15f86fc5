using System.Globalization;

namespace Sidecar.Load;

/// <summary>Measures the upstream alone, plain YARP and Sidecar in turn, several rounds, and prints medians and ratios of one run.</summary>
internal static class Comparison
{
    private const int EventsPerStream = 100;
    private const int GapMs = 20;

    public static async Task<int> RunAsync(ComparisonOptions options)
    {
        await using var bed = await TestBed.StartAsync();
        await using var yarp = await Subject.StartAsync("yarp", 18081, "/", TestBed.Program, ["yarp", "18081", bed.Upstream.Address.ToString()]);
        var proxies = new[] { yarp, bed.Sidecar };
        foreach (var subject in proxies)
        {
            await LoadClient.PlainAsync(subject.Address, options.Connections, TimeSpan.FromSeconds(options.Warmup));
            await LoadClient.StreamsAsync(subject.Address, options.Streams, EventsPerStream, 0, TimeSpan.FromSeconds(Math.Max(1, options.Warmup / 3)));
        }
        var duration = TimeSpan.FromSeconds(options.Seconds);
        await MeasureAsync("plain request, 1 KB / 1 KB, CPU µs per request", options.Rounds, [bed.Upstream, .. proxies], s => LoadClient.PlainAsync(s.Address, options.Connections, duration));
        await MeasureAsync($"stream of {EventsPerStream} events {GapMs} ms apart, CPU µs per event", options.Rounds, [bed.Upstream, .. proxies], s => LoadClient.StreamsAsync(s.Address, options.Streams, EventsPerStream, GapMs, duration));
        foreach (var subject in proxies)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{subject.Name,-10} peak resident {subject.PeakMegabytes:0} MB"));
        return 0;
    }

    private static async Task MeasureAsync(string what, int rounds, Subject[] subjects, Func<Subject, Task<LoadResult>> load)
    {
        var cpu = subjects.ToDictionary(s => s.Name, _ => new List<double>());
        var rate = subjects.ToDictionary(s => s.Name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
            foreach (var subject in subjects)
            {
                var before = subject.Cpu;
                var result = await load(subject);
                if (result.Failures > 0)
                    Console.WriteLine($"{subject.Name}: {result.Failures} failures");
                cpu[subject.Name].Add((subject.Cpu - before).TotalMicroseconds / result.Units);
                rate[subject.Name].Add(result.Units / result.Elapsed.TotalSeconds);
            }
        Console.WriteLine(what);
        var yarp = cpu["yarp"];
        foreach (var subject in subjects)
        {
            var ratios = cpu[subject.Name].Zip(yarp, (a, b) => a / b).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {subject.Name,-10} {Median(cpu[subject.Name]),8:0.0} µs  {Median(rate[subject.Name]),8:0}/s  {Median(ratios),5:0.00} × YARP"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
