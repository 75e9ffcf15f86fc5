using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Walk;

public sealed class WalkDecisionsTests
{
    private static readonly RoutingBoard Board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"), Sample.Backend("c", "fallback"));
    private static readonly WalkPolicy Policy = new()
    {
        PrimaryWait = new PrimaryWaitPolicy(5, TimeSpan.FromSeconds(2), 1000),
        Deadline = TimeSpan.FromSeconds(55)
    };

    [Fact]
    public void a_refused_lease_is_no_attempt_and_another_backend_is_picked()
    {
        var walk = WalkDecisions.Refused(Picked(Begun(), 0), Now(0));

        Assert.Equal((Need.Pick, 0, true), (walk.Next.Need, walk.Sent, walk.Excluded.Contains(0)));
    }

    [Fact]
    public void backends_that_refused_may_be_picked_again_after_the_next_attempt_those_that_failed_may_not()
    {
        var refused = WalkDecisions.Refused(Picked(Begun(), 0), Now(0));
        var failed = Failed(Picked(refused, 1), AttemptVerdict.RateLimited);

        Assert.Equal((false, true), (failed.Excluded.Contains(0), failed.Excluded.Contains(1)));
    }

    [Fact]
    public void only_failed_answers_are_relayed_last()
    {
        var failed = Failed(Picked(Begun(), 0), AttemptVerdict.FailedAnswer);

        var walk = WalkDecisions.Picked(failed, -1, Now(0));

        Assert.Equal((Need.Relay, 1), (walk.Next.Need, walk.Kept));
    }

    [Fact]
    public void one_other_failure_before_it_sends_a_failed_answer_to_the_queue()
    {
        var failed = Failed(Picked(Failed(Picked(Begun(), 0), AttemptVerdict.RateLimited), 1), AttemptVerdict.FailedAnswer);

        var walk = Waiting(failed);

        Assert.Equal((RequestPhase.PrimaryWait, Need.Place, 0), (walk.Phase, walk.Next.Need, walk.Kept));
    }

    [Fact]
    public void a_wait_is_no_longer_than_its_budget_nor_than_the_deadline()
    {
        Assert.Equal(At(10), Waiting(Begun()).Wait!.Until);
        Assert.Equal(At(55), Waiting(Begun(), 50).Wait!.Until);
    }

    [Fact]
    public void a_refusal_after_the_waits_time_tells_the_queue_both()
    {
        var waiting = WalkDecisions.Queued(Waiting(Begun()), 7, Now(0));

        var walk = WalkDecisions.Refused(WalkDecisions.Offered(waiting, 0), Now(10));

        Assert.Equal((RequestPhase.Emergency, Need.Round, QueueWord.Refused | QueueWord.GaveUp),
            (walk.Phase, walk.Next.Need, walk.Next.Queue));
    }

    [Fact]
    public void a_backend_that_failed_a_waiter_is_not_tried_again_before_the_interval()
    {
        var waiting = WalkDecisions.Queued(Waiting(Begun()), 7, Now(0));

        var walk = Failed(WalkDecisions.Offered(waiting, 1), AttemptVerdict.FailedTransport, 3);

        Assert.Equal((Need.Outlook, At(5)), (walk.Next.Need, walk.Wait!.NotBefore[1]));
        Assert.Equal(Need.Place, WalkDecisions.Foreseen(walk, Outlook.Good, Now(3)).Next.Need);
    }

    [Theory]
    [InlineData(10, false, true)]
    [InlineData(10.001, false, false)]
    [InlineData(600, false, false)]
    [InlineData(600, true, true)] // an attempt in flight may bring news at any time
    public void a_wait_that_cannot_end_well_is_not_begun(double earliest, bool hasInFlight, bool isBegun)
    {
        var walk = WalkDecisions.Foreseen(WalkDecisions.Picked(Begun(), -1, Now(0)), new Outlook(At(earliest), hasInFlight), Now(0));

        Assert.Equal(isBegun ? (RequestPhase.PrimaryWait, Need.Place) : (RequestPhase.Emergency, Need.Round), (walk.Phase, walk.Next.Need));
    }

    [Fact]
    public void a_wait_without_any_backend_is_not_begun_and_without_rounds_the_walk_ends()
    {
        var policy = Policy with { Emergency = Policy.Emergency with { Rounds = 0 } };

        var walk = WalkDecisions.Foreseen(WalkDecisions.Picked(Begun(), -1, Now(0)), new Outlook(null, false),
            Now(0) with { Policy = policy });

        Assert.Equal(WalkEnd.Exhausted, walk.Next.End);
    }

    [Fact]
    public void a_wait_whose_probe_failed_for_longer_than_it_lasts_is_not_gone_on_with()
    {
        var waiting = WalkDecisions.Queued(Waiting(Begun()), 7, Now(0));
        var failed = Failed(WalkDecisions.Offered(waiting, 1), AttemptVerdict.RateLimited, 3);

        var walk = WalkDecisions.Foreseen(failed, new Outlook(At(600), false), Now(3));

        Assert.Equal((RequestPhase.Emergency, Need.Round, QueueWord.None), (walk.Phase, walk.Next.Need, walk.Next.Queue));
    }

    [Fact]
    public void a_round_that_let_nobody_through_is_the_last()
    {
        var emergency = WalkDecisions.QueueFull(Waiting(Begun()), Now(0));
        var asked = WalkDecisions.RoundBegan(emergency, [1, 0], Now(0));

        var walk = WalkDecisions.Refused(WalkDecisions.Refused(asked, Now(0)), Now(0));

        Assert.Equal((1, WalkEnd.Exhausted), (asked.Next.Backend, walk.Next.End));
    }

    [Fact]
    public void a_client_that_is_gone_is_asked_for_no_further_lease()
    {
        var failed = Answered(Sent(Picked(Begun(), 0)), AttemptVerdict.RateLimited);

        Assert.Equal(WalkEnd.ClientGone, WalkDecisions.Noted(failed, Now(0) with { IsClientGone = true }).Next.End);
    }

    [Fact]
    public void an_attempt_that_the_deadline_ended_ends_the_walk()
    {
        var sent = Sent(Picked(Begun(), 0));

        var walk = WalkDecisions.Noted(WalkDecisions.Answered(sent, AttemptVerdict.Abandoned, UpstreamError.DeadlinePassed, Now(55)),
            Now(55));

        Assert.Equal((Need.End, WalkEnd.Exhausted), (walk.Next.Need, walk.Next.End));
    }

    [Fact]
    public void every_walk_ends_within_its_budgets_whatever_happens() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, int.MaxValue]).Sample((attempts, retries, rounds, seed) =>
        {
            var policy = Policy with
            {
                Routing = new RoutingPolicy(attempts),
                PrimaryWait = new PrimaryWaitPolicy(retries, Seconds(2), 10),
                Emergency = new EmergencyPolicy(Rounds: rounds),
            };
            var (chance, clock) = (new Random(seed), 0d);
            var walk = WalkDecisions.Begin(Request, Moment());
            for (var steps = 0; walk.Next.Need is not (Need.Relay or Need.End); steps++)
            {
                Assert.True(steps < 1_000, "it goes on and on");
                clock += chance.NextDouble();
                walk = Step(walk, chance, Moment());
            }
            Assert.InRange(walk.Sent, 0, attempts + retries + (rounds * 3));

            Moment Moment() => new(At(clock), policy, Board, chance.Next(50) == 0);
        }, iter: 2_000);

    private static WalkState Step(WalkState walk, Random chance, in Moment at) => walk.Next.Need switch
    {
        Need.Pick => WalkDecisions.Picked(walk, chance.Next(-1, 3), at),
        Need.Lease when chance.Next(2) == 0 => WalkDecisions.Refused(walk, at),
        Need.Lease => WalkDecisions.Granted(walk, at),
        Need.Answer => WalkDecisions.Answered(walk, chance.Next(20) == 0 ? AttemptVerdict.Success : (AttemptVerdict)chance.Next(4, 7), null,
            at),
        Need.Note => WalkDecisions.Noted(walk, at),
        Need.Outlook => WalkDecisions.Foreseen(walk, new Outlook(At(chance.Next(200)), chance.Next(2) == 0), at),
        Need.Place when chance.Next(5) == 0 => WalkDecisions.QueueFull(walk, at),
        Need.Place => WalkDecisions.Queued(walk, 1, at),
        Need.Offer when at.Now >= walk.Wait!.Until => WalkDecisions.TimeOver(walk, at),
        Need.Offer => WalkDecisions.Offered(walk, chance.Next(2)),
        _ => WalkDecisions.RoundBegan(walk, [0, 1, 2], at),
    };

    private static readonly RequestArrived Request = new(Start, "r", "m", false, 1, null, 0, 42);

    private static Moment Now(double seconds) => new(At(seconds), Policy, Board);

    private static WalkState Begun() => WalkDecisions.Begin(Request, Now(0));

    private static WalkState Waiting(WalkState walk, double at = 0) =>
        WalkDecisions.Foreseen(WalkDecisions.Picked(walk, -1, Now(at)), Outlook.Good, Now(at));

    private static WalkState Picked(WalkState walk, int backend) => WalkDecisions.Picked(walk, backend, Now(0));

    private static WalkState Sent(WalkState walk) => WalkDecisions.Granted(walk, Now(0));

    private static WalkState Answered(WalkState walk, AttemptVerdict verdict, double at = 0) =>
        WalkDecisions.Answered(walk, verdict, null, Now(at));

    private static WalkState Failed(WalkState walk, AttemptVerdict verdict, double at = 0) =>
        WalkDecisions.Noted(Answered(Sent(walk), verdict, at), Now(at));
}
