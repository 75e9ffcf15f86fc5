using System.Diagnostics;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Soak;

/// <summary>Half an hour of steady load, with a look at everything every few seconds: whatever is not a record must stay flat.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(5);

    // By then each kind of request has been served, and connections and caches are there.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(2);

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
        double? early = null;
        while (!running.IsCompleted && Stopwatch.GetElapsedTime(since).TotalMinutes < options.Minutes)
        {
            await Task.Delay(Every);
            if (early is null && Stopwatch.GetElapsedTime(since) >= WarmUp)
                early = await watch.UsedAsync();
            samples.Add(await watch.LookAsync(Stopwatch.GetElapsedTime(since).TotalMinutes));
        }
        await end.CancelAsync();
        await running;
        await Task.Delay(Afterwards);
        var after = await watch.LookAsync(Stopwatch.GetElapsedTime(since).TotalMinutes);
        return await SoakReport.WriteAsync(options, load, samples, after, (early, await watch.UsedAsync())) ? 0 : 1;
    }

    // Three backends that answer, and one that is asked again and again and always refuses.
    private static IEnumerable<string> Backends(Uri upstream) =>
    [
        .. Enumerable.Range(1, 3).Select(i => SidecarConfig.Backend($"open{i}", "primary", new Uri(upstream, "/v1"), model: null)),
        SidecarConfig.Backend("throttled", "primary", new Uri(upstream, "/throttled/throttled/v1"), model: null),
    ];
}
