using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

public sealed class WalkSamplingTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly UpstreamAnswered Answer = new(At, RequestPhase.Routing, "a", 1, 200, null, AttemptVerdict.Success, null);
    private static readonly WalkEnded Fine = new(At, 200, "Completed", 9);

    public static TheoryData<string, WalkFact[]> Troubled => new()
    {
        { "refused", [new WalkEnded(At, 503, "all_pools_exhausted", 0)] },
        { "hung up", [Answer, new WalkEnded(At, 0, "ClientGone", 0)] },
        { "broken off", [Answer, new WalkEnded(At, 200, "UpstreamBroke", 5)] },
        { "an error relayed", [Answer with { Status = 400 }, new WalkEnded(At, 400, "Completed", 5)] },
        { "waited", [new WaitBegan(At, 1, 0), Answer, Fine] },
        { "two attempts", [Answer with { Verdict = AttemptVerdict.RateLimited }, Answer with { Attempt = 2 }, Fine] },
        { "emergency", [new BackendPicked(At, RequestPhase.Emergency,
            RoutingBoard.Of(new BackendCatalog(["p"], [], new Dictionary<string, string>())), default, null, 0), Answer, Fine] },
    };

    [Theory, MemberData(nameof(Troubled))]
    public void a_walk_that_met_trouble_is_kept_whatever_the_share(string what, WalkFact[] facts) =>
        Assert.True(WalkSampling.Keeps([Arrived(1), .. facts], 0), what);

    [Fact]
    public void of_plain_walks_the_share_is_kept() =>
        Assert.InRange(Enumerable.Range(0, 10_000).Count(turn => WalkSampling.Keeps(Plain(turn), 0.25)), 2_300, 2_700);

    [Fact]
    public void a_share_of_one_keeps_all_and_of_none_no_plain_walk() => Assert.All(Enumerable.Range(0, 1_000), turn =>
    {
        Assert.True(WalkSampling.Keeps(Plain(turn), 1));
        Assert.False(WalkSampling.Keeps(Plain(turn), 0));
    });

    [Fact]
    public void a_larger_share_keeps_what_a_smaller_one_keeps() => Assert.All(
        Enumerable.Range(0, 1_000).Where(turn => WalkSampling.Keeps(Plain(turn), 0.1)),
        turn => Assert.True(WalkSampling.Keeps(Plain(turn), 0.3)));

    private static WalkFact[] Plain(int turn) => [Arrived(turn), Answer, Fine];

    private static RequestArrived Arrived(int turn) => new(At, "r", "m", false, 1, null, turn, Chance.SeedOf(3, turn));
}
