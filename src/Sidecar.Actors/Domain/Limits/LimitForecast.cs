namespace Sidecar.Domain.Limits;

/// <summary>Predicts what a limit of a given kind would do: when it admits the next start, and what its refusal would say.</summary>
internal static class LimitForecast
{
    /// <summary>Added to every window, because Sidecar counts requests when they leave and the upstream counts them when they
    /// arrive.</summary>
    public static readonly long Guard = TimeSpan.FromMilliseconds(20).Ticks;

    private static readonly long Second = TimeSpan.TicksPerSecond;

    /// <summary>What a limit of this kind counted at a start: the other starts and, for buckets and tokens, the start itself.</summary>
    public static long Present(LimitKind kind, StartHistory history, LearnedStart start, long phase = 0) => kind.Measure switch
    {
        LimitMeasure.AtOnce => start.Others,
        LimitMeasure.Bucket => history.BucketFor(kind.Window.Ticks, start.At),
        LimitMeasure.Tokens => history.TokensWithin(kind.Since(start.At, phase), start.At),
        _ => history.StartsWithin(kind.Since(start.At, phase), start.At - 1),
    };

    /// <summary>When a limit of this size admits one more start; 0 means at once, <see cref="long.MaxValue"/> not before a request
    /// ends.</summary>
    public static long FreeAt(LimitKind kind, StartHistory history, long number, long now, int inFlight, long tokens, long phase = 0)
    {
        switch (kind.Measure)
        {
            case LimitMeasure.AtOnce:
                return inFlight < Math.Max(1, number) ? 0 : long.MaxValue;
            case LimitMeasure.ByClock:
                return history.StartsWithin(kind.Since(now, phase), long.MaxValue) < Math.Max(1, number) ? 0
                    : kind.Since(now, phase) + 1 + kind.Window.Ticks + Guard;
            case LimitMeasure.Bucket:
                return history.BucketFreeAt(kind.Window.Ticks, Math.Max(1000, number)) is var filled && filled > now ? filled + Guard : 0;
            case LimitMeasure.Tokens:
                return history.LeavingForTokens(Math.Max(0, number - 1 - tokens)) is var last and > 0 ? last + kind.Window.Ticks + Guard
                    : 0;
            default:
                return history.LeavingForStarts(Math.Max(1, number)) is var leaving and > 0 ? leaving + kind.Window.Ticks + Guard : 0;
        }
    }

    /// <summary>Whether a refusal by a limit of this kind would have said what this one said.</summary>
    public static bool Agrees(LimitKind kind, StartHistory history, long sent, long present, long heard, LimitHint hint, long phase = 0)
    {
        if (hint.Limit is { } number && Math.Abs((kind.Measure == LimitMeasure.Bucket ? present / 1000 : present) - number) <= 1)
            return true;
        return hint.RetryAfter is { } asked && AgreesWith(heard + asked.Ticks, kind, history, sent, present, phase);
    }

    /// <summary>How inexact a count is: the two clocks differ by a few milliseconds, and so does what has flowed back into a
    /// bucket.</summary>
    public static long Inexact(LimitKind kind, long present) => Guard * present / kind.Window.Ticks;

    // The named time may have been rounded up to whole seconds.
    private static bool AgreesWith(long named, LimitKind kind, StartHistory history, long sent, long present, long phase)
    {
        var (free, latest) = kind.Measure switch
        {
            LimitMeasure.Sliding => (history.FirstAfter(kind.Since(sent, phase)) + kind.Window.Ticks, Second * 5 / 4),
            LimitMeasure.ByClock => (kind.Since(sent, phase) + 1 + kind.Window.Ticks, Second * 5 / 4),
            // Its size is below the refused count by at most one, so it has room for the next within the time in which one flows in.
            LimitMeasure.Bucket when present > 1000 => (sent, (Second * 5 / 4) + (kind.Window.Ticks * 1000 / present)),
            _ => (0, 0),
        };
        return free > 0 && named >= free - (Second / 4) && named <= free + latest;
    }
}
