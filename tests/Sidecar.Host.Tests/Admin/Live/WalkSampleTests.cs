using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Admin.Live;
using Sidecar.Ledger;

namespace Sidecar.Host.Tests.Admin.Live;

public sealed class WalkSampleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<FinishedWalk> _shown = [];

    [Fact]
    public void no_second_has_more_than_50_wherever_it_begins()
    {
        var sample = new WalkSample(null, _time, () => { });
        var shownAt = new List<int>();
        var leftOut = 0L;
        for (var millisecond = 0; millisecond < 5_000; millisecond++)
        {
            // Dense at times and sparse at others, so that no two seconds are alike.
            for (var i = 0; i < (millisecond / 300 % 2 == 0 ? 3 : millisecond % 25 == 0 ? 1 : 0); i++)
                sample.Offer(FinishedWalk.Of(Walks.Answered("w", "a")));
            leftOut += sample.Take(_shown);
            shownAt.AddRange(_shown.Select(_ => millisecond));
            _shown.Clear();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.All(shownAt, from => Assert.InRange(shownAt.Count(at => at >= from && at < from + 1_000), 1, WalkSample.PerSecond));
        Assert.InRange(shownAt.Count, 4 * WalkSample.PerSecond, 5 * WalkSample.PerSecond);
        Assert.True(leftOut > 1_000);
    }

    [Fact]
    public void a_subscriber_that_takes_nothing_holds_no_more_than_50()
    {
        var sample = new WalkSample(null, _time, () => { });
        for (var second = 0; second < 10; second++)
        {
            for (var i = 0; i < 100; i++)
                sample.Offer(FinishedWalk.Of(Walks.Answered("w", "a")));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(950, sample.Take(_shown));
        Assert.Equal(50, _shown.Count);
        Assert.Equal(0, sample.Take([]));
    }

    [Fact]
    public void the_walks_of_other_backends_are_not_counted_as_left_out()
    {
        var sample = new WalkSample("a", _time, () => { });
        for (var i = 0; i < 100; i++)
            sample.Offer(FinishedWalk.Of(Walks.Answered("w", "b")));
        sample.Offer(FinishedWalk.Of(Walks.Answered("mine", "a")));

        Assert.Equal(0, sample.Take(_shown));
        Assert.Equal("mine", Assert.Single(_shown).Id);
    }
}
