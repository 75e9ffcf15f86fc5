using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

public sealed class ChanceTests
{
    // The first numbers of SplitMix64 for seed 1234567, as published with its reference implementation.
    private static readonly ulong[] Reference = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
        16408922859458223821];

    [Fact]
    public void it_is_split_mix_64()
    {
        var chance = new Chance(1234567);

        Assert.All(Reference, number => Assert.Equal((number >> 11) * Math.Pow(2, -53), chance.Next()));
    }

    [Fact]
    public void the_same_seed_gives_the_same_numbers()
    {
        var (a, b, c) = (new Chance(42), new Chance(42), new Chance(43));
        var first = Enumerable.Range(0, 100).Select(_ => a.Next()).ToList();

        Assert.Equal(first, Enumerable.Range(0, 100).Select(_ => b.Next()));
        Assert.NotEqual(first, Enumerable.Range(0, 100).Select(_ => c.Next()));
    }

    [Fact]
    public void numbers_are_spread_evenly_over_0_to_1()
    {
        var chance = new Chance(7);
        var tenths = new int[10];
        for (var i = 0; i < 100_000; i++)
            tenths[(int)(chance.Next() * 10)]++;

        Assert.All(tenths, count => Assert.InRange(count, 9_600, 10_400));
    }
}
