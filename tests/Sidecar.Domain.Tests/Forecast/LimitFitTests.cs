using Sidecar.Domain.Attempts;
using Sidecar.Domain.Forecast;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Forecast;

/// <summary>A limit is inferred from what an upstream admitted and refused, together with how certain it is.</summary>
public sealed class LimitFitTests
{
    private static readonly double[] Draws = [0.05, 0.3, 0.5, 0.7, 0.95];

    [Fact]
    public void five_in_any_ten_seconds_are_found()
    {
        var (starts, evidence) = (new Queue<double>(), new List<Evidence>());
        // Every 0.7 s, and now and then two at once, so that nothing shorter or longer explains it as well.
        for (var second = 0.0; second < 300; second += second % 3 < 0.5 ? 0.1 : 1.3)
        {
            while (starts.TryPeek(out var oldest) && second - oldest >= 10)
                starts.Dequeue();
            var isRefused = starts.Count >= 5;
            if (!isRefused)
                starts.Enqueue(second);
            evidence.Add(Sent(second, isRefused));
        }

        var fit = new LimitFit(evidence, PastStarts.None, rpm: 0);

        Assert.All(Draws, draw => Assert.Equal((new LimitKind(LimitMeasure.Sliding, TimeSpan.FromSeconds(10)), 5L), Drawn(fit, draw)));
        Assert.All(Enumerable.Range(0, evidence.Count), i => Assert.Equal(evidence[i].IsRefused, fit.Explains(fit.Draw(0.5, 0.5), i)));
    }

    [Fact]
    public void a_limit_that_was_never_reached_lies_above_what_was_let_through()
    {
        var fit = new LimitFit([.. Enumerable.Range(0, 30).Select(i => Sent(i, false))], PastStarts.None, rpm: 0);

        var drawn = Draws.Select(draw => fit.Draw(draw, draw)).ToList();

        Assert.Contains(drawn, limit => !limit.IsKnown);
        Assert.All(drawn.Where(limit => limit.IsKnown),
            limit => Assert.True(limit.Least > fit.MostAdmitted(limit.Guess), limit.ToString()));
    }

    [Fact]
    public void a_told_limit_that_was_reached_is_most_likely_the_upstreams_own()
    {
        var fit = new LimitFit([.. Enumerable.Range(0, 30).Select(i => Sent(i, false))], PastStarts.None, rpm: 30);

        Assert.True(Enumerable.Range(0, 100).Count(i => Drawn(fit, i / 100.0) == (
            new LimitKind(LimitMeasure.Sliding, TimeSpan.FromSeconds(60)), 30L)) > 40);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void windows_by_another_clock_are_found_with_where_they_begin(bool tells)
    {
        // Six in each 10 s, which begin 3.7 s after ours.
        var (window, admitted, evidence) = (-1L, 0, new List<Evidence>());
        for (var second = 0.0; second < 300; second += second % 3 < 0.5 ? 0.1 : 0.9)
        {
            var present = (long)Math.Floor((second + 6.3) / 10);
            (window, admitted) = present == window ? (window, admitted) : (present, 0);
            var isRefused = admitted >= 6;
            admitted += isRefused ? 0 : 1;
            var left = (((present + 1) * 10) - 6.3 - second) * 1000;
            var asked = (long)(Math.Ceiling(left / 1000) * 1000);
            evidence.Add(Sent(second, isRefused) with { RetryAfterMs = isRefused && tells ? asked : null });
        }

        var fit = new LimitFit(evidence, PastStarts.None, rpm: 0);

        Assert.All(Draws, draw => Assert.Equal((new LimitKind(LimitMeasure.ByClock, TimeSpan.FromSeconds(10)), 6L), Drawn(fit, draw)));
        var drawn = fit.Draw(0.5, 0.5);
        Assert.InRange(TimeSpan.FromTicks(fit.GuessOf(drawn).Phase).TotalSeconds, 3, 5);
        Assert.True(Enumerable.Range(0, evidence.Count).Count(i => evidence[i].IsRefused != fit.Explains(drawn, i)) < 3);
    }

    [Fact]
    public void an_end_that_the_upstream_sees_later_than_we_do_explains_a_refusal()
    {
        // One at once; the next one is sent as soon as the last one is answered, and its end is seen 30 ms later there.
        var evidence = new List<Evidence>();
        for (var i = 0; i < 60; i++)
            evidence.Add(Sent(i * 0.5, false) with { Whole = TimeSpan.FromSeconds(0.4) });
        for (var i = 0; i < 20; i++)
            evidence.Add(Sent((i * 1.5) + 0.41, true));
        evidence.Sort((a, b) => a.SentAt.CompareTo(b.SentAt));

        var drawn = new LimitFit(evidence, PastStarts.None, rpm: 0) is var fit ? fit.Draw(0.5, 0.5) : default;

        Assert.Equal((LimitMeasure.AtOnce, 1L), (fit.GuessOf(drawn).Kind.Measure, drawn.Least));
        Assert.InRange(TimeSpan.FromTicks(fit.GuessOf(drawn).Lag).TotalMilliseconds, 10, 100);
    }

    private static (LimitKind?, long) Drawn(LimitFit fit, double draw) =>
        fit.Draw(draw, draw) is { IsKnown: true } limit ? (fit.GuessOf(limit).Kind, limit.Least) : (null, 0);

    internal static Evidence Sent(double second, bool isRefused, AttemptVerdict? verdict = null)
    {
        var at = Instants.Start.AddSeconds(second);
        return new Evidence($"r{second}", "m", at, 0, 100, verdict
            ?? (isRefused ? AttemptVerdict.RateLimited : AttemptVerdict.Success), isRefused ? 429 : 200, null, null,
            TimeSpan.FromSeconds(0.05), TimeSpan.FromSeconds(0.05), RelayOutcome.Completed);
    }
}
