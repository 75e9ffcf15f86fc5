namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>When requests arrive, in ms from the start.</summary>
internal static class Arrivals
{
    /// <summary>Arrivals at random, <paramref name="perSecond"/> on average, plus a burst of <paramref name="burst"/> within a second every
    /// <paramref name="every"/> seconds.</summary>
    public static double[] Bursty(uint seed, int seconds, double perSecond, int every, int burst)
    {
        var chance = new SeededChance(seed);
        var all = new List<double>();
        for (var t = 0.0; t < seconds * 1000.0;)
            all.Add(t += -Math.Log(1 - chance.Next()) / perSecond * 1000);
        for (var b = every * 1000.0; b < seconds * 1000.0; b += every * 1000)
            for (var i = 0; i < burst; i++)
                all.Add(b + (chance.Next() * 1000));
        return [.. all.Where(t => t < seconds * 1000.0).Order()];
    }
}
