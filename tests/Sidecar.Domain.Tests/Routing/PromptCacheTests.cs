using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>What affinity is good for: the share of turns that find their prompt in the cache of the key that serves them, compared with a
/// single key without limits.</summary>
public class PromptCacheTests
{
    private const int Sessions = 40;
    private const int Turns = 60;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void nearly_all_hit_what_a_single_key_would(int keys)
    {
        var single = HitShare(1, isOn: false);
        Assert.True(HitShare(keys, isOn: true) >= 0.95 * single, $"{HitShare(keys, isOn: true):0.000} of {single:0.000}");
        Assert.True(HitShare(keys, isOn: false) < 0.8 * single, $"{HitShare(keys, isOn: false):0.000} without");
    }

    // Turns begin at random times and take a while, so keys are unequally loaded; each key caches what it last served to a session.
    private static double HitShare(int keys, bool isOn)
    {
        var board = Sample.Board([.. Enumerable.Range(0, keys).Select(i => Sample.Backend($"k{i}"))]);
        var policy = new RoutingPolicy { Affinity = AffinityPolicy.Default with { By = isOn ? SessionSigns.All : SessionSigns.None } };
        var (chance, loads, last) = (new Chance(7), new int[keys], new string?[Sessions]);
        var seen = new bool[Sessions, keys];
        var running = new List<(double Ends, int Key)>();
        var (hits, turns) = (0, 0);
        for (var now = 0; turns < Sessions * Turns; now++)
        {
            foreach (var done in running.Where(each => each.Ends <= now).ToList())
            {
                loads[done.Key]--;
                running.Remove(done);
            }
            var session = (int)(chance.Next() * Sessions);
            var query = new PickQuery("m", default, Instants.Start, turns, chance.Next())
            {
                Preferred = RoutePick.PreferredOf(last[session], policy, board.Catalog),
            };
            var key = RoutePick.Pick(board, loads, policy.Strategy, query);
            hits += seen[session, key] && last[session] == $"k{key}" ? 1 : 0;
            (seen[session, key], last[session]) = (true, $"k{key}");
            loads[key]++;
            running.Add((now + (10 * chance.Next()), key));
            turns++;
        }
        return (double)hits / turns;
    }
}
