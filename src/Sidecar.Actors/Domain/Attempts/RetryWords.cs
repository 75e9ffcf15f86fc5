using System.Buffers;
using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>Reads a retry time from a message's text: <c>Please try again in 1m12.5s</c>, <c>retry after 26 seconds</c>.</summary>
internal static class RetryWords
{
    private const int LongestTime = 24;

    private static readonly SearchValues<byte> Duration = SearchValues.Create("0123456789.hms"u8);

    /// <param name="text">In lower case.</param>
    public static TimeSpan? Read(ReadOnlySpan<byte> text) =>
        After(text, "try again in "u8) ?? After(text, "retry in "u8) ?? After(text, "retry after "u8) ?? After(text, "please wait "u8);

    private static TimeSpan? After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> words)
    {
        var at = text.IndexOf(words);
        if (at < 0)
            return null;
        text = text[(at + words.Length)..];
        var end = text.IndexOfAnyExcept(Duration);
        var time = text[..Math.Min(end < 0 ? text.Length : end, LongestTime)].TrimEnd((byte)'.');
        if (time.IsEmpty || !char.IsAsciiDigit((char)time[0]))
            return null;
        var written = Encoding.UTF8.GetString(time);
        if (!ResetValue.TryNumber(written, out var number))
            return DurationWords.TryRead(written, out var seconds) ? ResetValue.FromSeconds(seconds) : null;
        return UnitOf(text[time.Length..].TrimStart((byte)' ')) is { } unit ? ResetValue.FromSeconds(number * unit) : null;
    }

    private static double? UnitOf(ReadOnlySpan<byte> text) =>
        text.StartsWith("ms"u8) || text.StartsWith("milli"u8) ? 0.001
        : text.StartsWith("s"u8) ? 1
        : text.StartsWith("m"u8) && !text.StartsWith("mo"u8) ? 60
        : text.StartsWith("h"u8) ? 3600
        : text.StartsWith("d"u8) ? 86_400
        : null;
}
