using CsCheck;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

/// <summary>The ring buffer of starts, compared with a plain list of them.</summary>
public sealed class StartHistoryModelTests
{
    private static readonly Gen<(double Pause, int Tokens, bool IsTakenBack)[]> Histories =
        Gen.Select(Gen.Frequency((2, Gen.Const(0.0)), (5, Gen.Double[0, 3]), (1, Gen.Double[0, 90])), Gen.Int[0, 500], Gen.Int[0, 9]
            .Select(static n => n == 0)).Array[1, 200];

    [Fact]
    public void windows_hold_what_was_started_in_them_and_not_taken_back() => Histories.Sample(starts =>
    {
        var (history, model, now) = (new StartHistory(), new List<(long At, int Tokens)>(), Start);
        foreach (var (pause, tokens, isTakenBack) in starts)
        {
            now += TimeSpan.FromSeconds(pause);
            var at = history.Add(now.UtcTicks, tokens);
            if (isTakenBack)
                history.Correct(at, 1, tokens);
            else
                model.Add((at, tokens));
            foreach (var seconds in (int[])[1, 10, 60, 120])
            {
                var after = at - TimeSpan.FromSeconds(seconds).Ticks;
                var inside = model.Where(s => s.At > after && s.At <= at).ToList();
                Assert.Equal(inside.Count, history.StartsWithin(after, at));
                Assert.Equal(inside.Sum(static s => s.Tokens), history.TokensWithin(after, at));
            }
        }
    });

    [Fact]
    public void fewer_than_a_limit_are_left_when_the_named_start_has_left() =>
        Gen.Select(Histories, Gen.Int[1, 12]).Sample((starts, limit) =>
    {
        var (history, model, now) = (new StartHistory(), new List<long>(), Start);
        foreach (var (pause, tokens, _) in starts)
        {
            now += TimeSpan.FromSeconds(pause);
            model.Add(history.Add(now.UtcTicks, tokens));
        }
        Assert.Equal(model.Count < limit ? 0 : model[^limit], history.LeavingForStarts(limit));
    });

    [Fact]
    public void a_bucket_of_the_named_size_admits_all_and_a_smaller_one_does_not() => Histories.Sample(starts =>
    {
        var window = TimeSpan.FromSeconds(30).Ticks;
        var (history, model, now) = (new StartHistory(), new List<long>(), Start);
        foreach (var (pause, tokens, _) in starts.Take(100))
        {
            now += TimeSpan.FromSeconds(pause);
            model.Add(history.Add(now.UtcTicks, tokens));
        }
        var sizes = model.Select(at => history.BucketFor(window, at)).ToList();
        var largest = sizes.Max();

        Assert.True(AdmitsAll(model, window, (largest + 2) / 1000.0));
        Assert.False(AdmitsAll(model, window, (largest - 2) / 1000.0));
    });

    [Fact]
    public void a_million_starts_take_no_more_room_than_a_few_thousand_and_are_still_counted_nearly()
    {
        var history = new StartHistory();
        long at = 0;
        for (var i = 0; i < 1_000_000; i++)
            at = history.Add(Start.UtcTicks + (i * TimeSpan.TicksPerMillisecond), 1);

        Assert.InRange(history.StartsWithin(at - TimeSpan.FromSeconds(60).Ticks, at), 59_000, 61_000);
        Assert.InRange(history.Kept, 100, 2048);
    }

    private static bool AdmitsAll(List<long> starts, long window, double size)
    {
        var (left, last) = (size, starts[0]);
        foreach (var at in starts)
        {
            left = Math.Min(size, left + ((at - last) * size / window));
            last = at;
            if (left < 1)
                return false;
            left--;
        }
        return true;
    }
}
