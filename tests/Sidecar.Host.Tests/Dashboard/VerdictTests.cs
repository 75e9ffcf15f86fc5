using Sidecar.Domain.Audit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Dashboard.Feed;

namespace Sidecar.Host.Tests.Dashboard;

public sealed class VerdictTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("good", "All is well", 0, 0, 0)]
    [InlineData("good", "All is well", 0, 100, 1)]
    [InlineData("bad", "Requests fail", 0, 100, 2)]
    [InlineData("warn", "1 of 3 backends rest", 1, 100, 0)]
    [InlineData("warn", "The pool primary rests", 2, 100, 0)]
    [InlineData("bad", "Every backend rests", 3, 0, 0)]
    public void the_worst_is_said_first(string look, string headline, int resting, int walks, int failed)
    {
        var backends = Enumerable.Range(0, 3).Select(i => Tile($"b{i}", i < resting ? Noon.AddSeconds(20 + i) : null)).ToList();

        var verdict = Verdict.Of(Shown(
            [new PoolTile("primary", true, backends[..2]), new PoolTile("fallback", false, backends[2..])], walks, failed));

        Assert.Equal((look, headline), (verdict.Look, verdict.Headline));
        if (resting == 3)
            Assert.StartsWith("The first is back in 20 s", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void without_a_backend_nothing_is_well() =>
        Assert.Equal("No backend is in use",
            Verdict.Of(Shown([new PoolTile("primary", true, [Tile("a", null, isEnabled: false)])], 0, 0)).Headline);

    [Fact]
    public void a_start_is_no_trouble() => Assert.Equal("warn", Verdict.Of(DashboardSnapshot.Empty).Look);

    private static DashboardSnapshot Shown(IReadOnlyList<PoolTile> pools, int walks, int failed) => DashboardSnapshot.Empty with
    {
        At = Noon,
        IsServing = true,
        Pools = pools,
        Traffic = TrafficReading.None with { Walks = walks, Failed = failed, Unserved = failed },
    };

    private static BackendTile Tile(string id, DateTimeOffset? until, bool isEnabled = true)
    {
        var whole = new CooldownStanding(
            until is null ? RestMode.Available : RestMode.Cooling, until is null ? null : CooldownReason.RateLimited, null, until, null, 0,
            0, null);
        return new BackendTile(
            new Backend { Id = id, Pool = "p", BaseUrl = "http://x/v1", Enabled = isEnabled },
            new BackendStanding(whole, [], 0, 0), 0, 0, 0);
    }
}
