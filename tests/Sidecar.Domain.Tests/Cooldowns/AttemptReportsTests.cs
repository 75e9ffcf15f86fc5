using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>What a backend is told of an attempt, and of which part of it.</summary>
public sealed class AttemptReportsTests
{
    private static readonly AttemptFacts Good = new("r", 2, "m", AttemptVerdict.Success, 200, null, 1_500, 7, IsClean: false);

    [Fact]
    public void a_refusal_is_told_at_once_with_everything_that_it_said()
    {
        var told = AttemptReports.AtAnswer(Good with { Verdict = AttemptVerdict.RateLimited, Status = 429, IsLimitUsed = true })!;

        Assert.Equal((AttemptVerdict.RateLimited, AttemptPart.Whole, 7L, TimeSpan.FromSeconds(1.5), true),
            (told.Verdict, told.Part, told.Epoch, told.RetryAfter, told.IsLimitUsed));
        Assert.Equal(new Cause("r", 2, 429, null, 1_500), told.Cause);
    }

    [Fact]
    public void a_refusal_of_a_key_that_was_replaced_meanwhile_says_nothing_of_the_new_one() =>
        Assert.Equal((AttemptVerdict.Abandoned, AttemptPart.Whole), PartOf(AttemptReports.AtAnswer(
            Good with { Verdict = AttemptVerdict.CredentialsRejected, IsOutdated = true })));

    [Fact]
    public void a_good_beginning_is_told_where_it_changes_something()
    {
        Assert.Equal((AttemptVerdict.Success, AttemptPart.Beginning), PartOf(AttemptReports.AtAnswer(Good)));
        Assert.Null(AttemptReports.AtAnswer(Good with { IsClean = true }));
    }

    [Theory]
    [InlineData(RelayOutcome.Completed, false, AttemptVerdict.Success, AttemptPart.Ending)]
    [InlineData(RelayOutcome.Completed, true, AttemptVerdict.Success, AttemptPart.Whole)]
    [InlineData(RelayOutcome.UpstreamBroke, false, AttemptVerdict.FailedTransport, AttemptPart.Ending)]
    [InlineData(RelayOutcome.UpstreamBroke, true, AttemptVerdict.FailedTransport, AttemptPart.Ending)]
    [InlineData(RelayOutcome.UpstreamStalled, true, AttemptVerdict.FailedTransport, AttemptPart.Ending)]
    [InlineData(RelayOutcome.ClientGone, true, AttemptVerdict.Success, AttemptPart.Beginning)]
    [InlineData(RelayOutcome.ClientStalled, true, AttemptVerdict.Success, AttemptPart.Beginning)]
    public void an_end_is_told_by_who_brought_it_about(RelayOutcome outcome, bool isClean, AttemptVerdict verdict, AttemptPart part) =>
        Assert.Equal((verdict, part), PartOf(AttemptReports.AtEnd(Good with { IsClean = isClean }, outcome)));

    [Fact]
    public void a_client_that_hung_up_is_no_news_where_the_beginning_was_told() =>
        Assert.Null(AttemptReports.AtEnd(Good, RelayOutcome.ClientGone));

    [Theory]
    [InlineData(false, AttemptPart.Ending)]
    [InlineData(true, AttemptPart.Whole)]
    public void an_error_told_later_is_the_end_and_asks_for_its_own_rest(bool isClean, AttemptPart part)
    {
        var told = AttemptReports.AfterError(Good with { IsClean = isClean }, AttemptVerdict.RateLimited, 9_000);

        Assert.Equal((AttemptVerdict.RateLimited, part), PartOf(told));
        Assert.Equal(TimeSpan.FromSeconds(9), told.RetryAfter);
    }

    private static (AttemptVerdict, AttemptPart) PartOf(AttemptReport? told) => (told!.Verdict, told.Part);
}
