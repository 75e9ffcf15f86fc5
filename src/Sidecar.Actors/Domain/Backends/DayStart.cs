using System.Globalization;

namespace Sidecar.Domain.Backends;

/// <summary>The time of day at which the daily count of requests restarts: <c>00:00Z</c>, or with an offset,
/// <c>00:00-08:00</c>.</summary>
/// <param name="SinceMidnight">In UTC: from 0 h to less than 24 h.</param>
public readonly record struct DayStart(TimeSpan SinceMidnight)
{
    public const string Expected = "must be a time of day with its offset from UTC: \"00:00Z\", \"07:30Z\", \"00:00-08:00\"";

    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Null: not a time of day.</summary>
    public static DayStart? TryParse(string text)
    {
        var isUtc = text.EndsWith('Z');
        var sign = isUtc ? text.Length - 1 : text.LastIndexOfAny(['+', '-']);
        if (sign != 5 || TimeOf(text[..5]) is not { } time || (isUtc ? TimeSpan.Zero : TimeOf(text[6..])) is not { } offset)
            return null;
        var utc = text[sign] == '-' ? time + offset : time - offset;
        return new DayStart(TimeSpan.FromTicks((utc.Ticks + Day.Ticks) % Day.Ticks));
    }

    /// <summary>The start of the day that contains an instant.</summary>
    public DateTimeOffset Before(DateTimeOffset now)
    {
        var midnight = now.UtcTicks - (now.UtcTicks % Day.Ticks);
        var start = midnight + SinceMidnight.Ticks;
        return new DateTimeOffset(start <= now.UtcTicks ? start : start - Day.Ticks, TimeSpan.Zero);
    }

    public override string ToString() => SinceMidnight.ToString("hh\\:mm", CultureInfo.InvariantCulture) + "Z";

    private static TimeSpan? TimeOf(string text) =>
        TimeSpan.TryParseExact(text, "hh\\:mm", CultureInfo.InvariantCulture, out var time) ? time : null;
}
