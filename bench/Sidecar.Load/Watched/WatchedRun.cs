using System.Globalization;
using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Watched;

/// <summary>What an open dashboard costs requests: 200 backends at 1,000 requests a second, alternately with and without a
/// browser.</summary>
internal static class WatchedRun
{
    private const int Backends = 200;
    private const int PerSecond = 1000;
    private const int LooksAtFirst = 32;
    private const string Alone = "alone";
    private const string Looked = "watched";
    private const string Token = "token-of-the-benchmark";

    // The page is sent as a whole only once; what it costs from then on is measured.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(Options options)
    {
        Environment.SetEnvironmentVariable("SIDECAR_ADMIN_TOKEN", Token);
        await using var bed = await Bed.StartAsync(options.SidecarDirectory);
        await using var bench = new Bench(bed, options);
        await using var onlooker = await Onlooker.StartAsync(bed.Folder);
        // With a limit, so that every row has a figure that changes each second.
        var backends = Enumerable.Range(0, Backends).Select(i => $$"""    b{{i}} { pool = primary, base-url = "{{new Uri(bed.Upstream.Address, "/v1")}}", api-key = "k", rpm = 100000 }""");
        await using var subject = await bed.StartSidecarAsync(backends);
        await Bench.WarmAsync(subject, Warmth.Plain, bench.Warmup);
        await onlooker.SignInAsync(subject.Address, Token);
        // .NET optimises code after it has run thirty times, and the page's code runs once a second or once per look.
        for (var i = 0; i < LooksAtFirst; i++)
        {
            await onlooker.LookAsync();
            await OpenLoop.RunAsync(subject.Address, Requests.Plain, PerSecond, Settle);
            await onlooker.LookAwayAsync();
        }
        var results = new Measurements();
        for (var round = 0; round < options.Rounds; round++)
            foreach (var isWatched in round % 2 == 0 ? (bool[])[false, true] : [true, false])
                results.Add("dashboard", isWatched ? Looked : Alone, round,
                    await MeasureAsync(bench, subject, isWatched ? onlooker : null));
        Print(results, options.Rounds);
        return 0;
    }

    private static async Task<Sample> MeasureAsync(Bench bench, Subject subject, Onlooker? onlooker)
    {
        if (onlooker is not null)
            await onlooker.LookAsync();
        await OpenLoop.RunAsync(subject.Address, Requests.Plain, PerSecond, Settle);
        var before = onlooker?.Received ?? default;
        var ((load, latencies), cost) = await Cost.OfAsync(subject, () =>
            OpenLoop.RunAsync(subject.Address, Requests.Plain, PerSecond, bench.Duration));
        var after = onlooker?.Received ?? default;
        var sample = new Sample();
        foreach (var percentile in (int[])[50, 99])
            sample.Add(string.Create(CultureInfo.InvariantCulture, $"latency p{percentile} ms"), latencies.Percentile(percentile / 100.0));
        sample.Add("failures", load.Failures);
        cost.AddTo(sample, load.Units, "request");
        sample.Add("KB a second to the browser", (after.Bytes - before.Bytes) / 1024.0 / bench.Duration.TotalSeconds);
        sample.Add("frames a second to the browser", (after.Frames - before.Frames) / bench.Duration.TotalSeconds);
        if (onlooker is not null)
            await onlooker.LookAwayAsync();
        return sample;
    }

    private static void Print(Measurements results, int rounds)
    {
        Console.WriteLine($"{Backends} backends, {PerSecond} requests/s, medians of {rounds} rounds");
        foreach (var (scenario, metric) in results.Metrics)
            Console.WriteLine($"  {metric,-32} {Format.Number(results.Median(scenario, metric, Alone)),10} {Alone} "
                + $"{Format.Number(results.Median(scenario, metric, Looked)),10} {Looked}");
    }
}
