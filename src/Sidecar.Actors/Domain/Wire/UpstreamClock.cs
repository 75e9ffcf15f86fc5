using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>What time it is where an answer came from: instants in it are to be read by that, whatever the clock here shows.</summary>
internal static class UpstreamClock
{
    // Whole seconds, and the way from there to here.
    private static readonly TimeSpan Alike = TimeSpan.FromSeconds(5);

    /// <param name="date">The answer's <c>date</c> header, or null.</param>
    /// <param name="now">By the clock here, which goes where the two are about the same.</param>
    public static DateTimeOffset Of(string? date, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(date, ResetValue.HttpDates, CultureInfo.InvariantCulture, ResetValue.DateStyles, out var theirs)
            && (theirs - now).Duration() > Alike ? theirs : now;
}
