using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>The upstream's own time, which instants in its answers refer to, whatever the local clock shows.</summary>
internal static class UpstreamClock
{
    // Covers the rounding to whole seconds and the network delay.
    private static readonly TimeSpan Alike = TimeSpan.FromSeconds(5);

    /// <param name="date">The answer's <c>date</c> header, or null.</param>
    /// <param name="now">The local time, which is used if the two are about the same.</param>
    public static DateTimeOffset Of(string? date, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(date, ResetValue.HttpDates, CultureInfo.InvariantCulture, ResetValue.DateStyles, out var theirs)
            && (theirs - now).Duration() > Alike ? theirs : now;
}
