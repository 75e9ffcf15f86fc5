using Sidecar.Domain.Attempts;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class WalkExplainerTests
{
    [Fact]
    public void a_429_in_routing_is_followed_by_the_fallback_and_points_at_what_it_left()
    {
        var walk = new Story()
            .Picked(0.001, "a", ("a", 0), ("b", 3)).Granted(0.002, "a").Answered(0.052, "a", 1, 429, retryAfterMs: 60_000)
            .Picked(0.053, "b", ("a", "tried"), ("b", 3)).Granted(0.054, "b").Answered(0.1, "b", 2, 200)
            .Ended(0.2, 200, "Completed")
            .Cooled(0.052, "a", 60, Story.Me).Cooled(0.06, "a", 90, "other")
            .Cost(1, null, null).Cost(2, 18, 0.5m)
            .Explained;

        var phase = Assert.Single(walk.Phases);
        var (first, second) = (Attempts(phase)[0], Attempts(phase)[1]);
        Assert.Equal((RequestPhase.Routing, At(0.2)), (phase.Phase, phase.Until));
        Assert.Equal(("a", 429, AttemptVerdict.RateLimited, 60_000L), (first.Backend, first.Status, first.Verdict, first.RetryAfterMs));
        Assert.Equal(Seconds(0.05), first.AnsweredAt - first.SentAt);
        Assert.Equal(1, Assert.Single(first.Caused).Ordering);
        Assert.Equal(("b", 200, 18L), (second.Backend, second.Status, second.Figures!.TotalTokens));
        Assert.Empty(second.Caused);
        Assert.Equal(("tried", (CooldownCause?)null), Excluded(phase, 1, "a"));
        Assert.Equal((200, 2, 18L, 0.5m, Seconds(0.2)), (walk.End!.Status, walk.End.Attempts, walk.End.Tokens, walk.End.Cost,
            walk.End.Duration));
    }

    [Fact]
    public void what_rested_names_the_request_that_made_it_rest_then_the_wait_what_ended_it()
    {
        var walk = new Story()
            .Cooled(-20, "a", -10, "long-ago")
            .Happened("a", new CooldownEvents.V1.CooldownEnded(At(-9), null, false, new Cause(null)))
            .Cooled(-5, "a", 30, "culprit", attempt: 2)
            .Picked(0.001, null, ("a", "cooling:rate_limited")).Queued(0.002)
            .Happened("a", new CooldownEvents.V1.CooldownEnded(At(30), null, false, new Cause(null)))
            .Woken(30, "a").Granted(30.001, "a", RequestPhase.PrimaryWait, isProbe: true)
            .Happened("a", new CooldownEvents.V1.ProbeLeased(At(30.001), null, At(60), new Cause(Story.Me, 1)))
            .Answered(31, "a", 1, 200, RequestPhase.PrimaryWait)
            .Happened("a", new CooldownEvents.V1.ProbeClosed(At(31), null, new Cause(Story.Me, 1, 200)))
            .Ended(31.5, 200, "Completed")
            .Explained;

        Assert.Equal([RequestPhase.Routing, RequestPhase.PrimaryWait], walk.Phases.Select(p => p.Phase));
        Assert.Equal((At(0.001), At(0.002), At(31.5)), (walk.Phases[0].From, walk.Phases[0].Until, walk.Phases[1].Until));
        var (why, rest) = Excluded(walk.Phases[0], 0, "a");
        Assert.Equal(("cooling:rate_limited", 3L, At(30)), (why, rest!.Event!.Ordering, rest.Until));
        Assert.Equal(("culprit", 2, 429, 60_000L), (rest.Event.Cause.RequestId, rest.Event.Cause.Attempt, rest.Event.Cause.Status,
            rest.Event.Cause.RetryAfterMs));
        Assert.Null(rest.Race);
        var woken = walk.Phases[1].Steps.OfType<WokenStep>().Single();
        Assert.Equal((4L, Seconds(29.998)), (woken.Freed!.Ordering, woken.Waited));
        Assert.Equal([5L, 6L], Attempts(walk.Phases[1])[0].Caused.Select(e => e.Ordering));
    }

    [Fact]
    public void an_emergency_shows_its_event_and_the_refusals_that_ended_it()
    {
        var walk = new Story()
            .Cooled(-5, "a", 300, "culprit").Picked(0.001, null, ("a", "cooling:rate_limited")).Queued(0.002)
            .Emergency(9.9, "another").Emergency(10, Story.Me)
            .Refused(10.001, "a", LeaseRefusal.EmergencyRpm, RequestPhase.Emergency)
            .Ended(10.002, 503, "all_pools_exhausted")
            .Explained;

        Assert.Equal([RequestPhase.Routing, RequestPhase.PrimaryWait, RequestPhase.Emergency], walk.Phases.Select(p => p.Phase));
        Assert.Equal(At(10.001), walk.Phases[1].Until);
        Assert.Equal(3, walk.Phases[2].Activated!.Ordering);
        var lease = Assert.IsType<LeaseStep>(Assert.Single(walk.Phases[2].Steps));
        Assert.Equal((LeaseRefusal.EmergencyRpm, "its rate for emergencies was used up", At(15.001)),
            (lease.Refusal, lease.Because, lease.RetryAt));
        Assert.Equal((503, "no phase led to an answer", 0, (long?)null),
            (walk.End!.Status, walk.End.Meaning, walk.End.Attempts, walk.End.Tokens));
    }

    [Fact]
    public void an_emergency_in_which_nobody_could_be_asked_is_known_by_its_event_alone()
    {
        var walk = new Story().Picked(0.001, null, ("a", "cooling:credentials")).Emergency(0.002, Story.Me)
            .Ended(0.003, 503, "all_pools_exhausted").Explained;

        Assert.Equal((RequestPhase.Emergency, At(0.002), At(0.003), 0),
            (walk.Phases[1].Phase, walk.Phases[1].From, walk.Phases[1].Until, walk.Phases[1].Steps.Count));
    }

    [Fact]
    public void an_attempt_that_was_given_up_with_its_walk_is_shown_with_the_probe_it_gave_back()
    {
        var walk = new Story()
            .Picked(0.001, "a", ("a", 0)).Granted(0.002, "a", isProbe: true)
            .Happened("a", new CooldownEvents.V1.ProbeReleased(At(2), null, new Cause(Story.Me)))
            .Ended(2, 0, "ClientGone")
            .Explained;

        var attempt = Attempts(walk.Phases[0]).Single();
        Assert.Equal((1, At(0.002), (DateTimeOffset?)null, AttemptWords.Unanswered),
            (attempt.Number, attempt.SentAt, attempt.AnsweredAt, attempt.Meaning));
        Assert.Single(attempt.Caused);
        Assert.Equal((0, "the client hung up", 1), (walk.End!.Status, walk.End.Meaning, walk.End.Attempts));
    }

    [Fact]
    public void a_running_walk_says_what_it_does_and_has_no_end()
    {
        var story = new Story { Now = new RunningStep(RequestPhase.Routing, "the answer to attempt 1", "a", null) };

        var walk = story.Picked(0.001, "a", ("a", 0)).Granted(0.002, "a").Explained;

        Assert.Equal((story.Now, (WalkEnding?)null, (DateTimeOffset?)null), (walk.Now, walk.End, walk.Phases[0].Until));
        Assert.Equal(AttemptWords.InFlight, Attempts(walk.Phases[0]).Single().Meaning);
    }

    [Fact]
    public void a_walk_that_ended_while_it_was_looked_for_does_nothing_any_more() =>
        Assert.Null(new Story { Now = new RunningStep(RequestPhase.Routing, "the answer to attempt 1", "a", null) }.Ended(1, 200,
            "Completed").Explained.Now);

    [Fact]
    public void a_pick_that_did_not_know_of_a_rest_says_so_and_its_refused_lease_names_the_event()
    {
        var walk = new Story()
            .Cooled(0.001, "a", 60, "culprit")
            .Picked(0.002, "a", ("a", 1)).Refused(0.003, "a", LeaseRefusal.Cooling)
            .Ended(0.004, 503, "all_pools_exhausted")
            .Explained;

        var (_, raced) = Excluded(walk.Phases[0], 0, "a");
        Assert.Equal((RaceOrder.PickWasFirst, (string?)null, "cooling:rate_limited", 1L),
            (raced!.Race!.Order, raced.Race.Before, raced.Race.After, raced.Race.Event!.Ordering));
        var lease = walk.Phases[0].Steps.OfType<LeaseStep>().Single();
        Assert.Equal(("culprit", (BoardRace?)null), (lease.Rest!.Event!.Cause.RequestId, lease.Rest.Race));
    }

    [Fact]
    public void a_limit_that_held_it_back_is_named_with_its_evidence()
    {
        var limit = new LearnedLimit(new LimitKind(LimitMeasure.Sliding, Seconds(10)), 20, [At(-70), At(-10)]);
        var walk = new Story()
            .Happened("a", new CooldownEvents.V1.LimitLearned(At(-10), null, limit, new Cause("culprit", 1, 429)))
            .Picked(0.001, null, ("a", "limited")).Refused(0.002, "a", LeaseRefusal.LearnedLimit)
            .Ended(0.003, 503, "all_pools_exhausted").Explained;

        const string Named = "20 requests in any 10 s, by the refusals of 11:58:50, 11:59:50";
        Assert.EndsWith(Named, walk.Phases[0].Steps.OfType<PickStep>().Single().Candidates!.Single().Because, StringComparison.Ordinal);
        Assert.Equal("the limit learnt from its refusals was used up: " + Named,
            walk.Phases[0].Steps.OfType<LeaseStep>().Single().Because);
    }

    [Fact]
    public void a_slice_of_the_deadline_that_cut_an_attempt_is_told()
    {
        var walk = new Story().Picked(0.001, "a", ("a", 0)).Granted(0.002, "a").Add(new StoredFact("answered", At(55))
        {
            Backend = "a",
            Attempt = 1,
            Error = UpstreamError.FirstEventTimeout,
            Verdict = AttemptVerdict.FailedTransport,
            IsShareOver = true,
        }).Explained;

        Assert.Contains("cut off after its share of the deadline", Attempts(walk.Phases[0])[0].Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void a_kind_of_fact_that_a_later_version_introduced_is_kept_by_name()
    {
        var walk = new Story().Picked(0.001, null).Add(new StoredFact("teleported", At(1))).Ended(2, 503, "all_pools_exhausted").Explained;

        Assert.Equal("teleported", Assert.IsType<OtherStep>(walk.Phases[0].Steps[1]).Kind);
    }

    [Fact]
    public void facts_that_do_not_begin_with_an_arrival_are_refused() =>
        Assert.Throws<InvalidDataException>(() => WalkExplainer.Explain(
            [new StoredFact("ended", At(0))], new WalkEvidence(new Dictionary<string, BackendHistory>(), [], [], null)));

    private static List<AttemptStep> Attempts(WalkPhase phase) => [.. phase.Steps.OfType<AttemptStep>()];

    private static (string? Excluded, CooldownCause? Cause) Excluded(WalkPhase phase, int pick, string backend)
    {
        var candidate = phase.Steps.OfType<PickStep>().ElementAt(pick).Candidates!.Single(c => c.Backend == backend);
        return (candidate.Excluded, candidate.Rest);
    }
}
