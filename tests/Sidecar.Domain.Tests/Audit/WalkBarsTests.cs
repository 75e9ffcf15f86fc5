using System.Globalization;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Audit;

public sealed class WalkBarsTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-11-28T12:00:00Z", CultureInfo.InvariantCulture);

    [Fact]
    public void waits_attempts_and_bodies_are_bars_in_the_order_in_which_they_began()
    {
        var walk = Walk(4,
            new WalkPhase(RequestPhase.Routing, At(0), At(1), [Attempt(1, "a", 0, 1, 429, "upstream_rate_limited", latency: 1000)], null),
            new WalkPhase(RequestPhase.PrimaryWait, At(1), null,
            [
                new QueuedStep(At(1), 1, 1), new WokenStep(At(3), 1, "a", TimeSpan.FromSeconds(2), "", null),
                Attempt(2, "a", 3, 3.25, 200, null, latency: 1000, first: 500),
            ], null));

        var bars = WalkBars.Of(walk, At(100));

        Assert.Equal(
            [
                (WalkBarKind.Attempt, "a", 1, 0.0, 1.0, false), (WalkBarKind.Wait, null, 0, 1.0, 3.0, true),
                (WalkBarKind.Attempt, "a", 2, 3.0, 3.25, true), (WalkBarKind.Body, "a", 2, 3.25, 4.0, true),
            ],
            bars.Select(bar => (bar.Kind, bar.Lane, bar.Number, bar.From.TotalSeconds, bar.To.TotalSeconds, bar.IsGood)));
        Assert.Equal(TimeSpan.FromSeconds(3.5), bars[3].FirstToken);
        Assert.Equal(TimeSpan.FromSeconds(4), WalkBars.LengthOf(walk, bars, At(100)));
    }

    [Fact]
    public void a_wait_in_vain_ends_with_its_phase()
    {
        var walk = Walk(9, new WalkPhase(RequestPhase.PrimaryWait, At(1), At(8), [new QueuedStep(At(1), 1, 1)], null));

        var bar = Assert.Single(WalkBars.Of(walk, At(100)));

        Assert.Equal((1.0, 8.0, false), (bar.From.TotalSeconds, bar.To.TotalSeconds, bar.IsGood));
    }

    [Fact]
    public void what_still_lasts_ends_now()
    {
        var walk = Walk(null, new WalkPhase(RequestPhase.Routing, At(0), null,
            [new AttemptStep(At(1), 1, "a", At(1), null, null, null, null, "", null, [], null)], null));

        var bars = WalkBars.Of(walk, At(6));

        Assert.Equal(5, Assert.Single(bars).Length.TotalSeconds);
        Assert.Equal(6, WalkBars.LengthOf(walk, bars, At(6)).TotalSeconds);
    }

    private static WalkExplanation Walk(double? end, params WalkPhase[] phases) => new("r", Noon, "m", false, 1, null, phases, null,
        end is { } at ? new WalkEnding(At(at), 200, "completed", "", 1, TimeSpan.FromSeconds(at), 1, null, null) : null);

    private static AttemptStep Attempt(
        int number, string backend, double sent, double answered, int status, string? error, double latency, double? first = null) =>
        new(At(answered), number, backend, At(sent), At(answered), status, null, null, "", null, [],
            new AttemptFigures(number, "p", error, latency, first, null, null, null, null));

    private static DateTimeOffset At(double seconds) => Noon.AddSeconds(seconds);
}
