namespace Sidecar.Domain.Limits;

/// <summary>What a limit of a kind would do: when it admits the next start, and what a refusal by it would say.</summary>
internal static class LimitForecast
{
    /// <summary>Added to every window: starts are counted here when they leave, there when they arrive.</summary>
    public static readonly long Guard = TimeSpan.FromMilliseconds(20).Ticks;

    private static readonly long Second = TimeSpan.TicksPerSecond;

    /// <summary>What a limit of a kind counted when a start was made: the others, and with what counts shares the start itself.</summary>
    public static long Present(LimitKind kind, StartHistory history, LearnedStart start) => kind.Measure switch
    {
        LimitMeasure.AtOnce => start.Others,
        LimitMeasure.Bucket => history.BucketFor(kind.Window.Ticks, start.At),
        LimitMeasure.Tokens => history.TokensWithin(kind.Since(start.At), start.At),
        _ => history.StartsWithin(kind.Since(start.At), start.At - 1),
    };

    /// <summary>When a limit of this number admits one more; 0: at once, <see cref="long.MaxValue"/>: not before something ends.</summary>
    public static long FreeAt(LimitKind kind, StartHistory history, long number, long now, int inFlight, long tokens)
    {
        switch (kind.Measure)
        {
            case LimitMeasure.AtOnce:
                return inFlight < Math.Max(1, number) ? 0 : long.MaxValue;
            case LimitMeasure.ByClock:
                return history.StartsWithin(kind.Since(now), long.MaxValue) < Math.Max(1, number) ? 0
                    : kind.Since(now) + 1 + kind.Window.Ticks + Guard;
            case LimitMeasure.Bucket:
                return history.BucketFreeAt(kind.Window.Ticks, Math.Max(1000, number)) is var filled && filled > now ? filled + Guard : 0;
            case LimitMeasure.Tokens:
                return history.LeavingForTokens(Math.Max(0, number - 1 - tokens)) is var last and > 0 ? last + kind.Window.Ticks + Guard
                    : 0;
            default:
                return history.LeavingForStarts(Math.Max(1, number)) is var leaving and > 0 ? leaving + kind.Window.Ticks + Guard : 0;
        }
    }

    /// <summary>A refusal by a limit of this kind would have said what this one said.</summary>
    public static bool Agrees(LimitKind kind, StartHistory history, long sent, long present, long heard, LimitHint hint)
    {
        if (hint.Limit is { } number && Math.Abs((kind.Measure == LimitMeasure.Bucket ? present / 1000 : present) - number) <= 1)
            return true;
        return hint.RetryAfter is { } asked && AgreesWith(heard + asked.Ticks, kind, history, sent, present);
    }

    /// <summary>Instants here and there differ by some ms, and so does what has flown back into a bucket meanwhile.</summary>
    public static long Inexact(LimitKind kind, long present) => Guard * present / kind.Window.Ticks;

    // It may be rounded up to seconds.
    private static bool AgreesWith(long named, LimitKind kind, StartHistory history, long sent, long present)
    {
        var (free, latest) = kind.Measure switch
        {
            LimitMeasure.Sliding => (history.FirstAfter(kind.Since(sent)) + kind.Window.Ticks, Second * 5 / 4),
            LimitMeasure.ByClock => (kind.Since(sent) + 1 + kind.Window.Ticks, Second * 5 / 4),
            // Its size lies below what was refused, by one at most: it holds the next one within the time in which one flows in.
            LimitMeasure.Bucket when present > 1000 => (sent, (Second * 5 / 4) + (kind.Window.Ticks * 1000 / present)),
            _ => (0, 0),
        };
        return free > 0 && named >= free - (Second / 4) && named <= free + latest;
    }
}
