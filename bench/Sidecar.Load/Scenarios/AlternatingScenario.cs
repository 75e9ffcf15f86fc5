using Sidecar.Load.Report;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Scenarios;

/// <summary>A scenario whose rounds visit the upstream itself and then each running proxy, in a different order each time.</summary>
internal abstract class AlternatingScenario : IScenario
{
    public abstract string Letter { get; }

    public abstract string Title { get; }

    protected abstract Warmth Warmth { get; }

    public async Task RunAsync(Bench bench, Measurements results)
    {
        await bench.WarmAsync(Warmth);
        var proxies = await bench.ProxiesAsync();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            var direct = await MeasureAsync(bench, bench.Bed.Upstream, null);
            results.Add(Letter, bench.Bed.Upstream.Name, round, direct);
            for (var i = 0; i < proxies.Count; i++)
            {
                var proxy = proxies[(i + round) % proxies.Count];
                results.Add(Letter, proxy.Name, round, await MeasureAsync(bench, proxy, direct));
            }
        }
    }

    /// <param name="direct">The upstream's own sample of this round; null while that is being taken.</param>
    protected abstract Task<Sample> MeasureAsync(Bench bench, Subject subject, Sample? direct);

    /// <summary>What the subject adds to the upstream's own value.</summary>
    protected static void AddAdded(Sample sample, string metric, string added, Sample? direct)
    {
        if (direct is not null)
            sample.Add(added, sample[metric] - direct[metric]);
    }
}
