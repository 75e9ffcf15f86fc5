using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit;

namespace Sidecar.Host.Commands.Audit;

/// <summary>One row of the picture: a backend as a whole, or one model that rested on its own.</summary>
internal sealed class PlotRow
{
    private readonly ILookup<CooldownReason, (DateTimeOffset From, DateTimeOffset To)> _bars;

    private PlotRow(string name, IEnumerable<CooldownInterval> intervals, TimelineReport report, TimeSpan pixel)
    {
        Name = name;
        _bars = Joined(intervals.SelectMany(interval => Pieces(interval, report)), pixel)
            .ToLookup(bar => bar.Reason, bar => (bar.From, bar.To));
    }

    public string Name { get; }

    /// <summary>A model's row is below its backend's.</summary>
    public static List<PlotRow> Of(TimelineReport report, TimeSpan pixel) => [.. report.Backends.SelectMany(backend => backend.Intervals
        .GroupBy(interval => interval.Model)
        .Where(model => model.Key is not null)
        .OrderBy(model => model.Key, StringComparer.Ordinal)
        .Select(model => new PlotRow($"{backend.Backend} · {model.Key}", model, report, pixel))
        .Prepend(new PlotRow(backend.Backend, backend.Intervals.Where(interval => interval.Model is null), report, pixel)))];

    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Bars(CooldownReason reason) => _bars[reason];

    // An interval changes colour where a part with another reason begins.
    private static IEnumerable<(CooldownReason Reason, DateTimeOffset From, DateTimeOffset To)> Pieces(
        CooldownInterval interval, TimelineReport report)
    {
        for (var i = 0; i < interval.Parts.Count; i++)
        {
            var from = i == 0 ? interval.From : interval.Parts[i].At;
            var to = i + 1 < interval.Parts.Count ? interval.Parts[i + 1].At : interval.To;
            (from, to) = (from > report.From ? from : report.From, to < report.To ? to : report.To);
            if (to > from)
                yield return (interval.Parts[i].Reason, from, to);
        }
    }

    private static List<(CooldownReason Reason, DateTimeOffset From, DateTimeOffset To)> Joined(
        IEnumerable<(CooldownReason Reason, DateTimeOffset From, DateTimeOffset To)> pieces, TimeSpan pixel)
    {
        var bars = new List<(CooldownReason Reason, DateTimeOffset From, DateTimeOffset To)>();
        foreach (var piece in pieces)
            if (bars.Count > 0 && bars[^1].Reason == piece.Reason && piece.From - bars[^1].To < pixel)
                bars[^1] = bars[^1] with { To = piece.To };
            else
                bars.Add(piece);
        return bars;
    }
}
