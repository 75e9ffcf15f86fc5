using System.Globalization;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Door;
using Sidecar.Host.Terminal;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary>Formats values for the audit's tables. Never as markup: a model's name may contain brackets.</summary>
internal static class CellText
{
    public static RecordTable Table(params string[] columns) => new(columns);

    public static Text[] Row(params string[] cells) => [.. cells.Select(cell => new Text(Printable.Of(cell)))];

    public static string Of(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Leaves out the date if both have the same.</summary>
    public static string Of(DateTimeOffset? instant, DateTimeOffset other) =>
        instant?.UtcDateTime is { } time && time.Date == other.UtcDateTime.Date
            ? time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) : Of(instant);

    /// <summary>In seconds below an hour, in hours from there on.</summary>
    public static string Of(TimeSpan length) => length < TimeSpan.FromHours(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.0##} s")
        : string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0.00} h");

    public static string Of(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>One line: the request, the attempt, and what the upstream said.</summary>
    public static string Of(Cause? cause) => cause is null ? "" : string.Join(", ", Parts(cause));

    private static IEnumerable<string> Parts(Cause cause)
    {
        if (cause.RequestId is { } request)
            yield return string.Create(CultureInfo.InvariantCulture, $"{request} attempt {cause.Attempt}");
        if (cause.Status is { } status)
            yield return string.Create(CultureInfo.InvariantCulture, $"status {status}");
        if (cause.Error is { } error)
            yield return error;
        if (cause.RetryAfterMs is { } asked)
            yield return string.Create(CultureInfo.InvariantCulture, $"asked for {asked / 1000.0:0.###} s");
        if (cause.By is { } by)
            yield return cause.Why is { } why ? $"{by}: {why}" : by;
    }
}
