using System.Diagnostics;
using Sidecar.Load.Generators;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>What an ordinary request costs a process that has grown in some way.</summary>
internal static class PlainCost
{
    private const int Sequential = 1000;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    public static async Task<GrowthValue[]> MeasureAsync(Subject subject)
    {
        await Bench.WarmAsync(subject, Warmth.Plain, Warmup);
        var before = ProcessAccounts.Cpu(subject.ProcessId);
        var load = await Wrk.RunAsync(subject.Address, Requests.Path, Requests.PlainBody, 64, Duration);
        var cpu = ProcessAccounts.Cpu(subject.ProcessId) - before;
        return
        [
            GrowthValue.Whole("CPU µs per request", cpu.TotalMicroseconds / load.Units),
            GrowthValue.Whole("latency p50 ms, one at a time", await LatencyAsync(subject)),
            GrowthValue.Whole("resident MB", ProcessAccounts.Resident(subject.ProcessId)),
            GrowthValue.Fact("failures", load.Failures),
        ];
    }

    /// <summary>The median latency of requests sent one after the other, in ms.</summary>
    public static async Task<double> LatencyAsync(Subject subject)
    {
        using var connection = await ClientConnection.OpenAsync(subject.Address);
        var latencies = new Latencies(Sequential);
        for (var i = 0; i < Sequential; i++)
        {
            var began = Stopwatch.GetTimestamp();
            if (await connection.SendAsync(Requests.Plain) is not 200)
                throw new InvalidOperationException("a plain request failed");
            latencies.Add(Stopwatch.GetTimestamp() - began);
        }
        return latencies.Percentile(0.5);
    }

    /// <summary>Starts a process and waits for its first answer; returns the process, and how long that took in ms.</summary>
    /// <param name="request">Sent until it is answered; a plain request if null.</param>
    public static async Task<(Subject Subject, double Milliseconds)> StartAsync(
        SubjectStart start, DirectoryInfo folder, byte[]? request = null)
    {
        var began = Stopwatch.GetTimestamp();
        var subject = Subject.Begin(start, folder);
        if (!await subject.WhenAnsweringAsync(request ?? Requests.Plain, TimeSpan.FromMilliseconds(2)))
            throw new InvalidOperationException($"{start.Name} did not start answering: {await subject.LogAsync()}");
        return (subject, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
