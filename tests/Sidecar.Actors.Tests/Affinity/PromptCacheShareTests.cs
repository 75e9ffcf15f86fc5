using System.Globalization;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Affinity;

/// <summary>What affinity is for: prompts that are in the key's cache, and no more refusals for it. The table is the one in
/// docs/request-walk.md.</summary>
public sealed class PromptCacheShareTests(ITestOutputHelper output)
{
    private static readonly double Single = CacheRun.Of(1, 0, Shipped).Share;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void while_nothing_rests_nearly_all_is_cached_that_one_key_would_have(int keys)
    {
        var (on, off, turns) = (CacheRun.Of(keys, 0, Shipped), CacheRun.Of(keys, 0, Off), CacheRun.Of(keys, 0, InTurn));
        Tell(keys, "none", on, off, turns);

        Assert.True(on.Share >= 0.95 * Single, $"{on.Share:0.000} of {Single:0.000}");
        Assert.True(turns.Share < on.Share, $"{turns.Share:0.000} in turn");
        Assert.Equal((0, 0), (on.Refused, on.Unanswered));
    }

    // Each key's limit is hidden, without a hint in its 429s; together they admit four thirds of what is asked.
    [Theory]
    [InlineData(2, 88)]
    [InlineData(5, 35)]
    [InlineData(20, 9)]
    public void where_keys_refuse_there_are_hardly_more_429s_than_without_it(int keys, int perMinute)
    {
        var (on, off, turns) = (Sum(keys, perMinute, Shipped), Sum(keys, perMinute, Off), Sum(keys, perMinute, InTurn));
        Tell(keys, $"{perMinute} a minute", on, off, turns);

        // One request in a thousand is the chance of a run.
        Assert.True(on.Refused <= off.Refused + (on.Turns / 1000), $"{on.Refused} 429s with it, {off.Refused} without");
        Assert.True(on.Share > off.Share && on.Share > turns.Share, $"{on.Share:0.000}, {off.Share:0.000}, {turns.Share:0.000}");
        Assert.Equal(0, on.Unanswered);
    }

    private static RoutingPolicy Shipped(RoutingPolicy policy) => policy;

    private static RoutingPolicy Off(RoutingPolicy policy) => policy with
    {
        Affinity = policy.Affinity with { By = SessionSigns.None },
    };

    private static RoutingPolicy InTurn(RoutingPolicy policy) => policy with { Strategy = RoutingStrategy.RoundRobin };

    // Few refusals are left to compare, so that one run would be chance.
    private static CacheRun Sum(int keys, int perMinute, Func<RoutingPolicy, RoutingPolicy> policy)
    {
        var runs = Enumerable.Range(1, 3).Select(seed => CacheRun.Of(keys, perMinute, policy, (ulong)seed)).ToList();
        return new CacheRun(runs.Average(run => run.Share), runs.Sum(run => run.Refused), runs.Sum(run => run.Turns),
            runs.Sum(run => run.Unanswered));
    }

    private void Tell(int keys, string limit, CacheRun on, CacheRun off, CacheRun turns) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {keys} | {limit} | {on.Share / Single:0 %} | {off.Share / Single:0 %} | {turns.Share / Single:0 %} |"
            + $" {on.Refused} of {on.Turns + on.Refused} | {off.Refused} of {off.Turns + off.Refused} |"
            + $" {turns.Refused} of {turns.Turns + turns.Refused} |"));
}
