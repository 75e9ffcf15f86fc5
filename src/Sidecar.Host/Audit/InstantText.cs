using System.Globalization;

namespace Sidecar.Host.Audit;

/// <summary>Instants as operators write them, in a query or on the command line.</summary>
public static class InstantText
{
    public const string Examples = "2026-11-22, 2026-11-22T10:00Z, 2026-11-22T10:00:00.5+01:00; without a zone it is UTC";

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    /// <summary>As the journal writes instants: UTC, seven digits.</summary>
    public static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string? Format(DateTimeOffset? instant) => instant is { } known ? Format(known) : null;
}
