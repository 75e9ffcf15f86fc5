using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

public sealed class NamedLimitsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly NamedLimits _limits = new();

    [Fact]
    public void what_no_header_named_holds_nothing_back()
    {
        _limits.Started(1);

        Assert.False(_limits.IsActive);
        Assert.Equal(At(1), _limits.NextAt(At(1), 100));
    }

    [Fact]
    public void nothing_left_closes_until_the_reset()
    {
        Hear(_limits.Started(1), Requests(0, 10, 30), 0);

        Assert.Equal(At(30), _limits.NextAt(At(1), 1));
        Assert.Equal(At(30), _limits.NextAt(At(30), 1));
    }

    [Fact]
    public void starts_since_the_answer_count_against_what_it_said_was_left()
    {
        var first = _limits.Started(1);
        _limits.Started(1);
        Hear(first, Requests(3, 10, 30), 0);

        Assert.Equal(At(1), _limits.NextAt(At(1), 1));
        _limits.Started(1);
        _limits.Started(1);
        Assert.Equal(At(30), _limits.NextAt(At(2), 1));
    }

    [Fact]
    public void an_older_attempts_word_does_not_undo_a_newer_ones()
    {
        var first = _limits.Started(1);
        var second = _limits.Started(1);
        Hear(second, Requests(0, 10, 30), 0);
        Hear(first, Requests(1, 10, 30), 0);

        Assert.Equal(At(30), _limits.NextAt(At(1), 1));
    }

    [Fact]
    public void behind_the_reset_there_is_the_whole_limit_and_no_more_until_told()
    {
        Hear(_limits.Started(1), Requests(0, 2, 30), 0);

        Assert.Equal(At(31), _limits.NextAt(At(31), 1));
        _limits.Started(1);
        Assert.Equal(At(31), _limits.NextAt(At(31), 1));
        _limits.Started(1);
        Assert.Equal(At(91), _limits.NextAt(At(32), 1));
    }

    [Fact]
    public void a_bucket_without_a_number_is_forgotten_at_its_reset()
    {
        Hear(_limits.Started(1), Requests(0, null, 30), 0);

        Assert.Equal(At(30), _limits.NextAt(At(29), 1));
        _limits.NextAt(At(30), 1);
        Assert.False(_limits.IsActive);
    }

    [Fact]
    public void tokens_are_asked_for_by_the_requests_estimate_but_no_more_than_there_are()
    {
        Hear(_limits.Started(10), Tokens(500, 1000, 30), 0);

        Assert.Equal(At(1), _limits.NextAt(At(1), 500));
        Assert.Equal(At(30), _limits.NextAt(At(1), 501));
        // A request larger than the limit itself is let through when the bucket is full.
        Assert.Equal(At(31), _limits.NextAt(At(31), 5000));
    }

    [Fact]
    public void a_part_of_the_tokens_closes_only_when_it_is_used_up()
    {
        Hear(_limits.Started(10), Tokens(1, 1000, 30) with { IsWhole = false }, 0);
        Assert.Equal(At(1), _limits.NextAt(At(1), 900));

        Hear(_limits.Started(10), Tokens(0, 1000, 30) with { IsWhole = false }, 1);
        Assert.Equal(At(30), _limits.NextAt(At(2), 1));
    }

    [Fact]
    public void a_time_too_far_away_is_believed_as_far_as_a_retry_after_would_be()
    {
        Hear(_limits.Started(1), Requests(0, 10, 86_400), 0);

        Assert.Equal(At(3600), _limits.NextAt(At(1), 1));
    }

    [Fact]
    public void a_limit_named_in_the_head_may_be_reset_before_the_body_ends()
    {
        Hear(_limits.Started(1), Requests(0, 10, 5), 6);

        Assert.False(_limits.IsActive);
    }

    [Fact]
    public void the_limit_that_is_told_of_is_that_of_requests_in_the_shorter_time()
    {
        var start = _limits.Started(1);
        _limits.Hear(start, [Tokens(9, 10, 30), Requests(5, 100, 30) with { Name = "day", Window = TimeSpan.FromDays(1) },
            Requests(3, 10, 30)], Hour, At(0));

        Assert.Equal((10, true, LimitMeasure.Sliding), (_limits.Told!.Number, _limits.Told.IsNamed, _limits.Told.Kind.Measure));
    }

    private void Hear(NamedStart start, NamedBucket said, double at) => _limits.Hear(start, [said], Hour, At(at));

    private static NamedBucket Requests(long left, long? limit, double resets) => new("r", false, true, null, limit, left, At(resets));

    private static NamedBucket Tokens(long left, long? limit, double resets) => new("t", true, true, null, limit, left, At(resets));
}
