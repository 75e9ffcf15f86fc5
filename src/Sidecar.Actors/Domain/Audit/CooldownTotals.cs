using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Audit;

/// <summary>The totals of a backend's intervals in a range.</summary>
/// <param name="Cooling">How long the backend rested as a whole.</param>
/// <param name="Models">The same for each model that rested on its own.</param>
/// <param name="Rests">How often it was sent to rest, by reason; late answers that only moved a deadline are not counted.</param>
public sealed record CooldownTotals(
    TimeSpan Length, TimeSpan Cooling, IReadOnlyDictionary<string, TimeSpan> Models, IReadOnlyDictionary<CooldownReason, int> Rests)
{
    public double RateLimitedPerHour =>
        Length > TimeSpan.Zero ? Rests.GetValueOrDefault(CooldownReason.RateLimited) / Length.TotalHours : 0;

    public double ShareOf(TimeSpan cooling) => Length > TimeSpan.Zero ? cooling / Length : 0;

    public static CooldownTotals Of(IReadOnlyList<CooldownInterval> intervals, DateTimeOffset from, DateTimeOffset to) => new(
        to > from ? to - from : TimeSpan.Zero,
        Sum(intervals.Where(interval => interval.Model is null), from, to),
        intervals.Where(interval => interval.Model is not null)
            .GroupBy(interval => interval.Model!, StringComparer.Ordinal)
            .OrderBy(model => model.Key, StringComparer.Ordinal)
            .ToDictionary(model => model.Key, model => Sum(model, from, to), StringComparer.Ordinal),
        intervals.SelectMany(interval => interval.Parts)
            .Where(part => !part.IsExtension && part.At >= from && part.At < to)
            .CountBy(part => part.Reason)
            .OrderBy(count => count.Key)
            .ToDictionary());

    private static TimeSpan Sum(IEnumerable<CooldownInterval> intervals, DateTimeOffset from, DateTimeOffset to) =>
        intervals.Aggregate(TimeSpan.Zero, (sum, interval) => sum + interval.Within(from, to));
}
