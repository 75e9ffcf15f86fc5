using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Backtest;

/// <summary>What a call that was never made is held to have come to, and how surely.</summary>
public sealed class UpstreamModelTests
{
    private static readonly DateTimeOffset Start = Instants.Start;

    [Fact]
    public void served_although_it_was_sent_as_much_means_served()
    {
        var told = Model(Served(0), Served(1), Served(2)).Predict("a", Start.AddSeconds(3), lately: 2);

        Assert.Equal((AttemptVerdict.Success, Certainty.Inferred, TimeSpan.FromSeconds(0.5)), (told.Verdict, told.Certainty, told.Head));
    }

    [Fact]
    public void throttled_although_it_was_sent_no_more_means_throttled()
    {
        var told = Model(Served(0), Throttled(1)).Predict("a", Start.AddSeconds(2), lately: 3);

        Assert.Equal((AttemptVerdict.RateLimited, Certainty.Inferred), (told.Verdict, told.Certainty));
        // Of the 7 s that were asked for, one had passed.
        Assert.Equal(TimeSpan.FromSeconds(6), told.RetryAfter);
    }

    [Fact]
    public void more_than_was_ever_tried_is_unknown()
    {
        var told = Model(Served(0), Served(1)).Predict("a", Start.AddSeconds(2), lately: 30);

        Assert.Equal((AttemptVerdict.Success, Certainty.Unknown), (told.Verdict, told.Certainty));
    }

    [Fact]
    public void a_failure_is_repeated_for_a_while_only()
    {
        var model = Model(Served(0), Answer(10, AttemptVerdict.FailedAnswer, 500, null));

        Assert.Equal(AttemptVerdict.FailedAnswer, model.Predict("a", Start.AddSeconds(20), 1).Verdict);
        Assert.Equal(AttemptVerdict.Success, model.Predict("a", Start.AddSeconds(30), 1).Verdict);
    }

    [Fact]
    public void nothing_recorded_within_two_minutes_is_unknown() =>
        Assert.Equal(Certainty.Unknown, Model(Served(0)).Predict("a", Start.AddMinutes(3), 1).Certainty);

    [Fact]
    public void a_backend_that_was_never_asked_is_unknown() =>
        Assert.Equal(Certainty.Unknown, Model(Served(0)).Predict("b", Start, 1).Certainty);

    private static UpstreamModel Model(params IReadOnlyList<Step>[] walks) => new([.. walks.SelectMany(steps => steps)]);

    private static IReadOnlyList<Step> Served(int second) => Answer(second, AttemptVerdict.Success, 200, null);

    private static IReadOnlyList<Step> Throttled(int second) => Answer(second, AttemptVerdict.RateLimited, 429, 7_000);

    private static IReadOnlyList<Step> Answer(int second, AttemptVerdict verdict, int status, long? retryAfterMs)
    {
        var at = Start.AddSeconds(second);
        return WalkSteps.Of(new RecordedWalk($"r{second}",
        [
            new StoredFact("arrived", at) { RequestId = $"r{second}", Model = "m" },
            new StoredFact("lease", at) { Backend = "a", Refusal = LeaseRefusal.None, Epoch = 0 },
            new StoredFact("answered", at.AddSeconds(0.5)) { Backend = "a", Attempt = 1, Status = status, Verdict = verdict, RetryAfterMs = retryAfterMs },
        ]));
    }
}
