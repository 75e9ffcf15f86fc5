using Sidecar.Domain.Attempts;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Walk;

public sealed class AttemptShareTests
{
    private static readonly RoutingBoard Board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"));
    private static readonly WalkPolicy Policy = new();

    [Fact]
    public void a_stream_has_half_of_what_is_left_while_another_could_be_asked() =>
        Assert.Equal(new AttemptTime(Seconds(55), true, true), Share(Sent(stream: true), 0));

    [Fact]
    public void but_at_least_ten_seconds() => Assert.Equal(Seconds(10), Share(Sent(stream: true), 95).Length);

    [Fact]
    public void the_last_one_has_all_that_is_left()
    {
        var walk = Sent(stream: true) with { Setbacks = new Setbacks { Failed = default(BackendSet).With(1) } };

        Assert.Equal(new AttemptTime(Seconds(110), false, true), Share(walk, 0));
        Assert.Equal(new AttemptTime(Seconds(4), false, false), Share(walk, 106));
    }

    [Fact]
    public void what_comes_in_one_piece_is_ended_by_its_backends_timeouts_alone() =>
        Assert.Equal(AttemptTime.Unbounded, Share(Sent(stream: false), 109));

    [Theory]
    [InlineData(false, 105)]
    [InlineData(true, 5)]
    public void the_deadline_counts_what_a_stream_took_and_not_what_an_answer_in_one_piece_took(bool stream, double left)
    {
        var sent = WalkDecisions.Granted(Picked(stream, 5), Now(5));

        var walk = WalkDecisions.Answered(sent, AttemptVerdict.FailedAnswer, null, Now(105));

        Assert.Equal(Seconds(left), Now(105).Remaining(walk));
    }

    [Fact]
    public void an_answer_in_one_piece_that_took_longer_than_the_deadline_is_no_end()
    {
        var sent = WalkDecisions.Granted(Picked(stream: false, 0), Now(0));
        var failed = WalkDecisions.Noted(WalkDecisions.Answered(sent, AttemptVerdict.FailedTransport, UpstreamError.HeadTimeout, Now(600)),
            Now(600));

        Assert.Equal((Need.Pick, RequestPhase.Routing), (failed.Next.Need, failed.Phase));
    }

    private static AttemptTime Share(WalkState walk, double at) => AttemptShare.Of(walk, 0, Now(at));

    private static WalkState Sent(bool stream) => WalkDecisions.Granted(Picked(stream, 0), Now(0));

    private static WalkState Picked(bool stream, double at) =>
        WalkDecisions.Picked(WalkDecisions.Begin(new RequestArrived(Start, "r", "m", stream, 1, null, 0, 42), Now(0)), 0, Now(at));

    private static Moment Now(double seconds) => new(At(seconds), Policy, Board);
}
