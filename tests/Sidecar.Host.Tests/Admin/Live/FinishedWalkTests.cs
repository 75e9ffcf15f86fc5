using System.Text;
using System.Text.Json;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using Sidecar.Host.Admin.Live;
using Sidecar.Ledger;
using static Sidecar.Host.Tests.Admin.Live.Walks;

namespace Sidecar.Host.Tests.Admin.Live;

public sealed class FinishedWalkTests
{
    [Fact]
    public void a_plain_walk_in_short() => Assert.Equal(
        """{"id":"w","at":"2026-11-22T10:00:00.0905000Z","model":"m","status":200,"phase":"routing","backend":"a","attempts":1,"ms":90.5}""",
        Json(Answered("w", "a")));

    [Fact]
    public void a_walk_that_nobody_was_asked_for_has_no_backend() => Assert.Equal(
        """{"id":"w","at":"2026-11-22T10:00:00.0010000Z","model":"m","status":503,"phase":"routing","backend":null,"attempts":0,"ms":1}""",
        Json(Of("w", 503, new WalkEnded(After(1), 503, "no_backend_for_model", 0))));

    [Fact]
    public void a_long_walk_shows_where_it_was_last() => Assert.Equal(
        """{"id":"w","at":"2026-11-22T10:00:09.0000000Z","model":"m","status":503,"phase":"emergency","backend":"b","attempts":2,"ms":9000}""",
        Json(Of(
            "w",
            503,
            new UpstreamAnswered(After(10), RequestPhase.Routing, "a", 1, 429, null, AttemptVerdict.RateLimited, 60_000),
            new WaitBegan(After(11), 1, 1),
            new UpstreamAnswered(After(5_000), RequestPhase.PrimaryWait, "b", 2, 429, null, AttemptVerdict.RateLimited, null),
            new LeaseAnswered(After(8_999), RequestPhase.Emergency, "a", LeaseRefusal.EmergencyRpm, null, null, false),
            new WalkEnded(After(9_000), 503, "all_pools_exhausted", 0))));

    [Fact]
    public void a_walk_that_nobody_watches_costs_no_memory()
    {
        var signals = new LiveSignals();
        var walk = Answered("w", "a");
        signals.WatchWalks(_ => { }).Dispose();
        signals.TellWalkEnded(walk);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            signals.TellWalkEnded(walk);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Json(Sidecar.Ledger.WalkRow walk)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            FinishedWalkJson.Write(json, FinishedWalk.Of(walk));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
