namespace Sidecar.Domain.Walk;

/// <summary>A request's own sequence of random numbers (SplitMix64): the same seed gives the same walk again.</summary>
public struct Chance(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The seed of request number <paramref name="number"/>, mixed so that neighbouring requests differ widely.</summary>
    public static ulong SeedOf(ulong seed, long number) => Mix(seed ^ Mix((ulong)number + Step));

    /// <summary>The next number in [0, 1).</summary>
    public double Next()
    {
        _state += Step;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
