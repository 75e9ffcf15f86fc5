using System.Diagnostics;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Soak;

/// <summary>Half an hour of steady load, with a look at everything every few seconds: whatever is not a record must stay flat.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(SoakOptions options)
    {
        await using var bed = await Bed.StartAsync(options.SidecarDirectory);
        var port = FreePort.Next();
        var config = await SidecarConfig.WriteAsync(bed.Folder, port, Backends(bed.Upstream.Address));
        await using var subject = await Subject.StartAsync(bed.Sidecar(port, config), bed.Folder);
        using var watch = new SoakWatch(subject, SidecarConfig.DataDirectory(bed.Folder, port));
        using var end = new CancellationTokenSource();
        var load = new SoakLoad(subject, options);
        var running = load.RunAsync(end.Token);
        var samples = new List<SoakSample>();
        var since = Stopwatch.GetTimestamp();
        while (!running.IsCompleted && Stopwatch.GetElapsedTime(since).TotalMinutes < options.Minutes)
        {
            await Task.Delay(Every);
            samples.Add(await watch.LookAsync(Stopwatch.GetElapsedTime(since).TotalMinutes));
        }
        await end.CancelAsync();
        await running;
        await Task.Delay(Afterwards);
        return await SoakReport.WriteAsync(options, load, samples, await watch.LookAsync(Stopwatch.GetElapsedTime(since).TotalMinutes)) ? 0
            : 1;
    }

    // Three backends that answer, and one that is asked again and again and always refuses.
    private static IEnumerable<string> Backends(Uri upstream) =>
    [
        .. Enumerable.Range(1, 3).Select(i => SidecarConfig.Backend($"open{i}", "primary", new Uri(upstream, "/v1"), model: null)),
        SidecarConfig.Backend("throttled", "primary", new Uri(upstream, "/throttled/throttled/v1"), model: null),
    ];
}
