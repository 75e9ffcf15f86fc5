using Sidecar.Load;
using Sidecar.Load.Generators;
using Sidecar.Load.Growth;
using Sidecar.Load.Soak;
using Sidecar.Load.Subjects;
using Sidecar.Load.Upstream;
using Sidecar.Load.Watched;
using Sidecar.Load.Wire;

// Several roles in one program, so that the benchmark needs nothing but this project and the host; README.md says more:
//   full [A B …] [options]   the benchmark: starts everything, warms it up, measures the subjects in turn
//   quick [options]          its quick form, with limits
//   growth [series …]        how cost grows with backends, waiting requests, bodies, …
//   watched [options]        what an open dashboard costs requests
//   soak [--minutes N]       half an hour of steady load, with memory, handles, threads, leases and files over time
//   upstream PORT            answers at once: 1 KB of JSON, or what the path asks for
//   yarp PORT UPSTREAM       a plain YARP proxy in front of it
//   bare PORT UPSTREAM       a copy loop in front of it
//   integrity [SECONDS]      checks bodies and streams byte by byte, and memory while clients stop reading
//   load ADDRESS SECONDS     plain requests over 64 connections, while a profiler runs
//   pace ADDRESS RATE SECONDS   plain requests at a fixed rate per second, whether or not answers are late; prints their latency
return args switch
{
    ["full", .. var options] => await Benchmark.RunAsync(Options.Parse(options)),
    ["quick", ..] => await Benchmark.RunAsync(Options.Parse(args)),
    ["growth", .. var options] => await GrowthRun.RunAsync(options),
    ["watched", .. var options] => await WatchedRun.RunAsync(Options.Parse(options)),
    ["soak", .. var options] => await SoakRun.RunAsync(SoakOptions.Parse(options)),
    ["upstream", var port] => await FastUpstream.RunAsync(int.Parse(port)),
    ["yarp", var port, var upstream] => await PlainYarp.RunAsync(int.Parse(port), upstream),
    ["bare", var port, var upstream] => await BareLoop.RunAsync(int.Parse(port), new Uri(upstream)),
    ["integrity", .. var stall] => await Integrity.RunAsync(stall is [var seconds] ? int.Parse(seconds) : 30),
    ["load", var address, var seconds] => await Load(new Uri(address), TimeSpan.FromSeconds(int.Parse(seconds))),
    ["pace", var address, var rate, var seconds] => await Pace(new Uri(address), int.Parse(rate), TimeSpan.FromSeconds(int.Parse(seconds))),
    _ => Usage(),
};

static async Task<int> Load(Uri address, TimeSpan duration)
{
    var result = await Wrk.RunAsync(address, Requests.Path, Requests.PlainBody, 64, duration);
    Console.WriteLine($"{result.PerSecond:0} requests/s, {result.Failures} failures");
    return 0;
}

static async Task<int> Pace(Uri address, int perSecond, TimeSpan duration)
{
    var (load, latencies) = await OpenLoop.RunAsync(address, Requests.Plain, perSecond, duration);
    Console.WriteLine($"p50 {latencies.Percentile(0.5):0.0} ms, p99 {latencies.Percentile(0.99):0.0} ms, worst "
        + $"{latencies.Percentile(1):0} ms, {load.Failures} failures");
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        "usage: full [A B C …] | quick [--seconds N] [--warmup N] [--rounds N] [--sidecar-dir DIR] | growth [SERIES …] | watched "
            + "[options] | soak [--minutes N] [--rate N] [--streams N] | upstream PORT | yarp PORT UPSTREAM | bare PORT UPSTREAM | "
            + "integrity [SECONDS] | load ADDRESS SECONDS | pace ADDRESS RATE SECONDS");
    return 2;
}
