using Sidecar.Load.Generators;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>The kind of work that a subject must have done for a while before it is measured at it.</summary>
internal enum Warmth { Plain, Streams, Large }

/// <summary>What the scenarios share: the bed, the subjects that run all the time, and what these have been warmed up with.</summary>
internal sealed class Bench(Bed bed, Options options) : IAsyncDisposable
{
    private readonly HashSet<Warmth> _warm = [];
    private List<Subject>? _proxies;

    public Bed Bed => bed;

    public Options Options => options;

    public TimeSpan Duration => TimeSpan.FromSeconds(options.Seconds);

    public TimeSpan Warmup => TimeSpan.FromSeconds(options.Warmup);

    /// <summary>Plain YARP, the bare loop and Sidecar; the quick form omits the loop.</summary>
    public async Task<IReadOnlyList<Subject>> ProxiesAsync()
    {
        if (_proxies is not null)
            return _proxies;
        _proxies = [await bed.StartYarpAsync()];
        if (!options.Quick)
            _proxies.Add(await bed.StartBareAsync());
        _proxies.Add(await bed.StartSidecarAsync());
        return _proxies;
    }

    public async Task WarmAsync(Warmth warmth)
    {
        if (!_warm.Add(warmth))
            return;
        foreach (var subject in (IEnumerable<Subject>)[bed.Upstream, .. await ProxiesAsync()])
            await WarmAsync(subject, warmth, subject == bed.Upstream ? Warmup / 5 : Warmup);
    }

    public static Task WarmAsync(Subject subject, Warmth warmth, TimeSpan duration)
    {
        Console.Error.WriteLine($"warming {subject.Name}: {warmth}");
        return warmth switch
        {
            Warmth.Plain => Wrk.RunAsync(subject.Address, Requests.Path, Requests.PlainBody, 64, duration),
            Warmth.Streams => PacedStreams.RunAsync(subject.Address, 200, 50, 10, duration),
            _ => Wrk.RunAsync(subject.Address, Requests.Path, Requests.LargeBody, 8, duration / 3),
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies ?? [])
            await proxy.DisposeAsync();
    }
}
