using CsCheck;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

public sealed class LearnedLimitsTests
{
    private static readonly Gen<(double Pause, int Answer)[]> Lives =
        Gen.Select(Gen.Frequency((2, Gen.Const(0.0)), (6, Gen.Double[0, 2]), (1, Gen.Double[0, 100])), Gen.Int[0, 4]).Array[1, 150];

    [Fact]
    public void where_nothing_was_refused_nothing_is_ever_held_back() => Lives.Sample(life =>
    {
        var (limits, now, open) = (new LearnedLimits(), Start, new Queue<LearnedStart>());
        foreach (var (pause, answer) in life)
        {
            now += TimeSpan.FromSeconds(pause);
            Assert.True(limits.MayStart(now));
            Assert.Equal(now, limits.NextAt(now));
            open.Enqueue(limits.Started(now));
            if (answer > 0)
                End(limits, open.Dequeue(), now, limits.Admitted);
        }
        Assert.False(limits.IsActive);
    });

    [Fact]
    public void the_same_facts_give_the_same_limits_and_what_is_named_comes() =>
        Gen.Select(Lives, Gen.Int[1, 6], Gen.Int[0, 2]).Sample((life, room, hint) =>
    {
        var (one, other, now) = (new LearnedLimits(), new LearnedLimits(), Start);
        var open = new Queue<(LearnedStart One, LearnedStart Other)>();
        foreach (var (pause, answer) in life)
        {
            now += TimeSpan.FromSeconds(pause);
            var next = one.NextAt(now);
            Assert.Equal(next, other.NextAt(now));
            Assert.True(next >= now);
            // A time it names may turn out too early and it may have to be asked again, but not for ever.
            for (var asked = 0; next < DateTimeOffset.MaxValue && !one.MayStart(next); asked++, next = one.NextAt(next))
                Assert.True(asked < 5, $"{next - now} named at {now:O}");
            next = one.NextAt(now);
            if (next > now)
                continue;
            open.Enqueue((one.Started(now), other.Started(now)));
            if (answer == 0 && open.Count < 8)
                continue;
            var (first, second) = open.Dequeue();
            if (open.Count >= room)
            {
                var told = new LimitHint(hint == 0 || answer == 1 ? null : TimeSpan.FromSeconds(hint * answer));
                End(one, first, now, (s, at) => one.Refused(s, at, told));
                End(other, second, now, (s, at) => other.Refused(s, at, told));
            }
            else
            {
                End(one, first, now, one.Admitted);
                End(other, second, now, other.Admitted);
            }
        }
    });

    [Fact]
    public void a_hidden_window_is_known_after_some_refusals_and_hardly_ever_run_into_again()
    {
        var upstream = new HiddenWindow(20, 10);
        var (limits, refused, late) = (new LearnedLimits(), 0, 0);
        for (var tick = 0; tick < 30_000; tick++)
        {
            var now = At(tick / 100.0);
            // At every moment sixty requests are waiting.
            while (limits.MayStart(now))
            {
                var start = limits.Started(now);
                if (upstream.Admits(now))
                {
                    End(limits, start, now, limits.Admitted);
                    continue;
                }
                End(limits, start, now, (s, at) => limits.Refused(s, at, default));
                refused++;
                late += tick > 6_000 ? 1 : 0;
            }
        }

        Assert.Equal(new LimitKind(LimitMeasure.Sliding, TimeSpan.FromSeconds(10)), limits.Known!.Kind);
        Assert.Equal(20, limits.Known.Number);
        Assert.InRange(upstream.Admitted, 570, 600);
        Assert.InRange(refused, 1, 30);
        Assert.InRange(late, 0, 6);
    }

    [Fact]
    public void as_many_at_once_as_were_admitted_at_once_are_started_where_that_is_the_limit()
    {
        var limits = new LearnedLimits();
        var open = new Queue<LearnedStart>();
        for (var i = 0; i < 400; i++)
        {
            var now = At(i * 0.1);
            if (open.Count > 0 && i % 3 == 0)
                End(limits, open.Dequeue(), now, limits.Admitted);
            if (!limits.MayStart(now))
                continue;
            var start = limits.Started(now);
            if (open.Count < 3)
                open.Enqueue(start);
            else
                End(limits, start, now, (s, at) => limits.Refused(s, at, default));
        }

        Assert.Equal(LimitMeasure.AtOnce, limits.Known!.Kind.Measure);
        Assert.Equal(3, limits.Known.Number);
    }

    [Fact]
    public void after_a_rest_the_burst_starts_at_one_and_doubles_with_each_clean_answer()
    {
        var limits = new LearnedLimits();
        limits.Rested(At(0));

        var first = Burst(limits, At(0));
        Assert.Single(first);
        End(limits, first[0], At(0.3), limits.Admitted);
        var second = Burst(limits, At(0.3));
        Assert.Equal(2, second.Count);
        End(limits, second[0], At(0.6), limits.Admitted);
        Assert.Equal(3, Burst(limits, At(0.6)).Count);
    }

    [Fact]
    public void the_first_refusal_of_such_a_burst_stops_it()
    {
        var limits = new LearnedLimits();
        limits.Rested(At(0));
        End(limits, Burst(limits, At(0))[0], At(0.3), limits.Admitted);

        foreach (var start in Burst(limits, At(0.3)))
            End(limits, start, At(0.4), (s, at) => limits.Refused(s, at, default));

        Assert.Empty(Burst(limits, At(0.4)));
        Assert.True(limits.NextAt(At(0.4)) <= At(8.5));
    }

    [Fact]
    public void a_refusal_of_the_only_start_is_not_explained_by_a_limit()
    {
        var limits = new LearnedLimits();
        var start = limits.Started(At(0));

        limits.Refused(start, At(0.1), default);

        Assert.False(limits.ExplainsLastRefusal);
        Assert.Null(limits.Known);
    }

    [Fact]
    public void what_was_learnt_is_forgotten_after_an_hour_unused()
    {
        var limits = Restored();
        Assert.Equal(2, Burst(limits, At(3_600)).Count);

        limits = Restored();
        Assert.Equal(50, Burst(limits, At(7_300)).Count);
        Assert.Null(limits.Known);
    }

    [Fact]
    public void what_was_learnt_before_a_restart_holds()
    {
        var limits = Restored();

        Assert.Equal(2, limits.Known!.Number);
        Assert.Equal(2, Burst(limits, At(3_600)).Count);
    }

    [Fact]
    public void windows_that_begin_by_another_clock_are_found_by_what_refusals_name()
    {
        var (limits, refused, late) = (new LearnedLimits(), 0, 0);
        var (window, admitted) = (-1L, 0);
        for (var tick = 0; tick < 24_000; tick++)
        {
            var seconds = tick / 100.0;
            while (limits.MayStart(At(seconds)))
            {
                // Twelve in each 10 s, which begin 3.7 s after ours.
                var (now, start) = (At(seconds), limits.Started(At(seconds)));
                if ((long)((seconds + 6.3) / 10) is var present && present != window)
                    (window, admitted) = (present, 0);
                if (admitted++ < 12)
                {
                    End(limits, start, now, limits.Admitted);
                    continue;
                }
                var named = TimeSpan.FromSeconds(Math.Ceiling(((window + 1) * 10) - 6.3 - seconds));
                End(limits, start, now, (s, at) => limits.Refused(s, at, new LimitHint(named)));
                refused++;
                late += seconds > 60 ? 1 : 0;
            }
        }

        Assert.Equal(new LimitKind(LimitMeasure.ByClock, TimeSpan.FromSeconds(10)), limits.Known!.Kind);
        Assert.InRange(limits.Known.Number, 11, 12);
        Assert.InRange(late, 0, 6);
    }

    [Fact]
    public void a_row_of_refusals_of_which_nothing_was_known_holds_nothing_back_when_it_is_over()
    {
        var limits = new LearnedLimits();
        for (var i = 0; i < 40; i++)
            End(limits, limits.Started(At(i * 0.5)), At((i * 0.5) + 0.2), limits.Admitted);
        var probes = 0;
        for (var seconds = 20.0; seconds < 33; seconds += 0.1)
            while (limits.MayStart(At(seconds)))
            {
                End(limits, limits.Started(At(seconds)), At(seconds), (s, at) => limits.Refused(s, at, new LimitHint(Seconds(1))));
                probes++;
            }
        Assert.InRange(probes, 8, 13);

        var next = limits.NextAt(At(33));
        Assert.True(next <= At(34.1), $"{next - At(33)} after its end");
        var back = 0;
        for (var seconds = 34.1; seconds < 37; seconds += 0.1)
            if (limits.MayStart(At(seconds)))
            {
                End(limits, limits.Started(At(seconds)), At(seconds), limits.Admitted);
                back++;
            }
        Assert.InRange(back, 25, 60);
    }

    private static LearnedLimits Restored()
    {
        var limits = new LearnedLimits();
        limits.Restore(new LearnedLimit(new LimitKind(LimitMeasure.Sliding, TimeSpan.FromSeconds(60)), 2, [At(3_500), At(3_560)]),
            At(3_560));
        return limits;
    }

    private static List<LearnedStart> Burst(LearnedLimits limits, DateTimeOffset now)
    {
        var started = new List<LearnedStart>();
        while (started.Count < 50 && limits.MayStart(now))
            started.Add(limits.Started(now));
        return started;
    }

    private static void End(LearnedLimits limits, LearnedStart start, DateTimeOffset now, Action<LearnedStart, DateTimeOffset> became)
    {
        became(start, now);
        limits.Ended(start);
    }

    private sealed class HiddenWindow(int limit, double seconds)
    {
        private readonly Queue<DateTimeOffset> _starts = new();

        public int Admitted { get; private set; }

        public bool Admits(DateTimeOffset now)
        {
            while (_starts.TryPeek(out var first) && (now - first).TotalSeconds >= seconds)
                _starts.Dequeue();
            if (_starts.Count == limit)
                return false;
            _starts.Enqueue(now);
            Admitted++;
            return true;
        }
    }
}
