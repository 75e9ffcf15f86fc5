using System.Diagnostics;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(S) From the start of the process to the first proxied 200, Sidecar with an empty data directory.</summary>
internal sealed class ColdStart : IScenario
{
    private const int Starts = 7;

    // The pause between tries: a hundredth of what is measured.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public string Letter => "S";

    public string Title => "cold start";

    public async Task RunAsync(Bench bench, Measurements results)
    {
        for (var round = 0; round < Starts; round++)
        {
            var port = FreePort.Next();
            results.Add(Letter, "yarp", round, await MeasureAsync(bench, SubjectStart.Yarp(port, bench.Bed.Upstream.Address)));
            port = FreePort.Next();
            var config = await SidecarConfig.OneBackendAsync(bench.Bed.Folder, port, bench.Bed.Upstream.Address);
            results.Add(Letter, "sidecar", round, await MeasureAsync(bench, bench.Bed.Sidecar(port, config)));
        }
    }

    private static async Task<Sample> MeasureAsync(Bench bench, SubjectStart start)
    {
        var began = Stopwatch.GetTimestamp();
        // Without the start-up hook, which belongs to neither subject.
        await using var subject = Subject.Begin(start with { Gauged = false }, bench.Bed.Folder);
        if (!await subject.WhenAnsweringAsync(Requests.Plain, Pause))
            throw new InvalidOperationException($"{start.Name} did not start");
        var elapsed = Stopwatch.GetElapsedTime(began);
        return new Sample
        {
            { "start to first answer ms", elapsed.TotalMilliseconds },
            { "CPU ms of the start", ProcessAccounts.Cpu(subject.ProcessId).TotalMilliseconds },
            { "resident MB after it", ProcessAccounts.Resident(subject.ProcessId) },
        };
    }
}
