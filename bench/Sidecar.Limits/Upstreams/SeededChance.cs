namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>Mulberry32: small, and the same numbers from the same seed in every language.</summary>
internal sealed class SeededChance(uint seed)
{
    private uint _state = seed;

    public double Next()
    {
        unchecked
        {
            _state += 0x6D2B79F5;
            var t = (_state ^ (_state >> 15)) * (1 | _state);
            t = (t + ((t ^ (t >> 7)) * (61 | t))) ^ t;
            return (t ^ (t >> 14)) / 4294967296.0;
        }
    }
}
