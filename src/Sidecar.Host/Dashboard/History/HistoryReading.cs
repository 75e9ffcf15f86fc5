using Sidecar.Domain.Sums;
using Sidecar.Host.Storage.Sums;

namespace Sidecar.Host.Dashboard.History;

/// <summary>What happened in a range.</summary>
/// <param name="Rests">By backend; null: there are too many to show.</param>
public sealed record HistoryReading(SumRange Range, DateTimeOffset Now, SumReading Sums, IReadOnlyList<BackendRests>? Rests)
{
    // Narrower gaps than a four-hundredth of the picture cannot be seen.
    private const int Finest = 400;

    public SumSeries Series(SumLabel? only) => SumSeries.Of(Range, Now, Sums.Slots, Sums.Watched, only);

    /// <summary>When backends rested: any of them, or the one that is shown.</summary>
    public IReadOnlyList<Stretch> Resting(SumLabel? only)
    {
        var (from, to) = Range.Around(Now);
        return Stretch.Merge(Shown(only).SelectMany(backend => backend.Rests), from, to, Range.Length / Finest);
    }

    /// <summary>The backends that rested in a stretch of time.</summary>
    public IEnumerable<string> WhoRested(SumLabel? only, DateTimeOffset from, DateTimeOffset to) =>
        Shown(only).Where(backend => backend.Rests.Any(rest => rest.From < to && rest.To > from)).Select(backend => backend.Backend);

    private IEnumerable<BackendRests> Shown(SumLabel? only) =>
        Rests?.Where(backend => only is not { Dimension: SumDimension.Backend } || backend.Backend == only.Label) ?? [];
}

/// <summary>When a backend, or a model on it, rested.</summary>
public sealed record BackendRests(string Backend, IReadOnlyList<Stretch> Rests);
