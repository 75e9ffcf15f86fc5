using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Walk;
using Sidecar.Host.Proxy;
using Sidecar.Requests;

namespace Sidecar.Host.Tests.Proxy;

public sealed class LongestWalksTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(110);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task a_walk_that_never_answers_is_answered_with_an_internal_error()
    {
        var (walks, walk) = (new LongestWalks(_time), new TaskCompletionSource<ProxyAnswer>());
        using var watch = walks.Watch(walk, isStreamed: true, Bound);

        _time.Advance(Bound);
        Assert.False(walk.Task.IsCompleted);
        _time.Advance(LongestWalks.Slice);

        var answer = await walk.Task;
        Assert.True(LongestWalks.IsLost(answer));
        Assert.Equal(Refusals.InternalError, Assert.IsType<Refused>(answer).Refusal);
    }

    [Fact]
    public void a_walk_that_has_answered_is_let_go()
    {
        var (walks, walk) = (new LongestWalks(_time), new TaskCompletionSource<ProxyAnswer>());
        using (walks.Watch(walk, isStreamed: true, Bound))
            _time.Advance(Bound);

        _time.Advance(LongestWalks.Slice);

        Assert.False(walk.Task.IsCompleted);
    }

    [Fact]
    public void a_walk_that_began_late_in_a_slice_has_its_whole_bound()
    {
        var (walks, first, second) = (new LongestWalks(_time), new TaskCompletionSource<ProxyAnswer>(),
            new TaskCompletionSource<ProxyAnswer>());
        using var a = walks.Watch(first, isStreamed: true, Bound);
        _time.Advance(LongestWalks.Slice - TimeSpan.FromMilliseconds(1));
        using var b = walks.Watch(second, isStreamed: true, Bound);

        _time.Advance(Bound);
        Assert.False(second.Task.IsCompleted);
        _time.Advance(LongestWalks.Slice);

        Assert.True(first.Task.IsCompleted && second.Task.IsCompleted);
    }

    [Fact]
    public void the_bounds_of_streams_and_of_others_are_kept_apart()
    {
        var (walks, streamed, whole) = (new LongestWalks(_time), new TaskCompletionSource<ProxyAnswer>(),
            new TaskCompletionSource<ProxyAnswer>());
        using var a = walks.Watch(streamed, isStreamed: true, Bound);
        using var b = walks.Watch(whole, isStreamed: false, 10 * Bound);

        _time.Advance(Bound + LongestWalks.Slice);
        Assert.Equal((true, false), (streamed.Task.IsCompleted, whole.Task.IsCompleted));
        _time.Advance(10 * Bound);

        Assert.True(whole.Task.IsCompleted);
    }
}
