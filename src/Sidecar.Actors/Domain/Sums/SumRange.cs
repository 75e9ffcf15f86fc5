namespace Sidecar.Domain.Sums;

/// <summary>A range that can be shown, and how long its points are.</summary>
/// <param name="Span">The slots that it is read from.</param>
public sealed record SumRange(string Name, SumSpan Span, TimeSpan Length, TimeSpan Step)
{
    public static IReadOnlyList<SumRange> All { get; } =
    [
        new("hour", SumSpan.Minute, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        new("day", SumSpan.Minute, TimeSpan.FromDays(1), TimeSpan.FromMinutes(15)),
        new("week", SumSpan.Hour, TimeSpan.FromDays(7), TimeSpan.FromHours(2)),
        new("month", SumSpan.Hour, TimeSpan.FromDays(30), TimeSpan.FromHours(8)),
        new("year", SumSpan.Day, TimeSpan.FromDays(364), TimeSpan.FromDays(4)),
    ];

    /// <summary>The range of that name; the first if there is none.</summary>
    public static SumRange Find(string? name) => All.FirstOrDefault(range => range.Name == name) ?? All[0];

    /// <summary>From whole steps ago to the end of the step that <paramref name="now"/> lies in.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Around(DateTimeOffset now)
    {
        var to = DateTimeOffset.UnixEpoch + (Step * Math.Floor((now - DateTimeOffset.UnixEpoch) / Step)) + Step;
        return (to - Length, to);
    }
}
