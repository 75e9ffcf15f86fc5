namespace Sidecar.Domain.Sums;

/// <summary>How long a slot is. The numbers are stored.</summary>
public enum SumSpan
{
    Minute = 0,
    Hour = 1,
    Day = 2,
}

/// <summary>A slot's place in time.</summary>
/// <param name="Number">Counted from 1970, UTC, in units of the span.</param>
public readonly record struct SumKey(SumSpan Span, long Number)
{
    public DateTimeOffset From => DateTimeOffset.UnixEpoch + (Span.Length() * Number);

    public DateTimeOffset To => From + Span.Length();

    public static SumKey Of(SumSpan span, DateTimeOffset at) =>
        new(span, (long)Math.Floor((at - DateTimeOffset.UnixEpoch) / span.Length()));

    /// <summary>The slot of the next longer span that this one lies in; null for a day.</summary>
    public SumKey? Longer => Span == SumSpan.Day ? null : Of(Span + 1, From);
}

/// <summary>How long the slots of a span are, how long they are kept, and how many labels they hold.</summary>
public static class SumSpans
{
    public static TimeSpan Length(this SumSpan span) => span switch
    {
        SumSpan.Minute => TimeSpan.FromMinutes(1),
        SumSpan.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    /// <summary>Minutes are by far the most: they are kept for a day's chart and no longer.</summary>
    public static TimeSpan Kept(this SumSpan span) => span switch
    {
        SumSpan.Minute => TimeSpan.FromHours(26),
        SumSpan.Hour => TimeSpan.FromDays(35),
        _ => TimeSpan.FromDays(731),
    };

    public static int MostLabels(this SumSpan span) => span == SumSpan.Minute ? 8 : 24;

    /// <summary>Whether a longer slot may still be made anew from the shorter ones in it: none of them may have been deleted.</summary>
    public static bool IsWhole(SumKey longer, DateTimeOffset now) => longer.From > now - (longer.Span - 1).Kept() + TimeSpan.FromHours(1);

    /// <summary>The slot that takes what happened at an instant: a minute, unless that is too long ago.</summary>
    public static SumKey SlotFor(DateTimeOffset at, DateTimeOffset now)
    {
        for (var span = SumSpan.Minute; span < SumSpan.Day; span++)
            if (SumKey.Of(span, at) is var key && IsWhole(key.Longer!.Value, now))
                return key;
        return SumKey.Of(SumSpan.Day, at);
    }
}
