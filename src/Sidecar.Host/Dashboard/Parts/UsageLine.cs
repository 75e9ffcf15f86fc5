using System.Globalization;
using Sidecar.Domain.Sums;
using Sidecar.Host.Dashboard.History;

namespace Sidecar.Host.Dashboard.Parts;

/// <summary>Usage as lines of a table: one for each label, or for each day.</summary>
internal static class UsageLine
{
    public static IReadOnlyList<string> Shown { get; } =
    [
        "Cost", "Share of cost", "Tokens", "Prompt", "Cached", "Completion", "Reasoning", "Requests", "Attempts", "Without success",
    ];

    /// <summary>The costliest label first; days newest first.</summary>
    public static IReadOnlyList<(string Label, SumCell Cell)> Group(IEnumerable<(SumKey Key, SumSlot Slot)> slots, string by)
    {
        var dimension = UsageAddress.DimensionOf(by);
        var sums = new Dictionary<string, SumCell>(StringComparer.Ordinal);
        foreach (var (key, slot) in slots)
            if (dimension is { } split)
                foreach (var (label, cell) in slot.By(split))
                    Add(label, cell);
            else
                Add(DayOf(key), slot.Total());
        return dimension is null
            ? [.. sums.OrderByDescending(line => line.Key, StringComparer.Ordinal).Select(line => (line.Key, line.Value))]
            : [.. sums.OrderByDescending(line => line.Value[Measure.Cost]).ThenByDescending(line => line.Value[Measure.TotalTokens])
                .ThenByDescending(line => line.Value[Measure.Attempts]).ThenBy(line => line.Key, StringComparer.Ordinal)
                .Select(line => (line.Key, line.Value))];

        void Add(string label, SumCell cell)
        {
            if (!sums.TryGetValue(label, out var sum))
                sums.Add(label, sum = new SumCell());
            sum.Add(cell);
        }
    }

    /// <summary>A line's values as they are shown, in the order of <see cref="Shown"/>.</summary>
    public static IEnumerable<string> Write(SumCell cell, SumCell total) =>
    [
        Figures.Cost(cell.Cost),
        total[Measure.Cost] > 0 && cell.Cost is not null
            ? Figures.Percent((double)cell[Measure.Cost] / total[Measure.Cost]) : Figures.Unknown,
        Figures.Count(cell.Tokens), Figures.Count(cell.Known(Measure.PromptTokens)), Figures.Count(cell.Known(Measure.CachedTokens)),
        Figures.Count(cell.Known(Measure.CompletionTokens)), Figures.Count(cell.Known(Measure.ReasoningTokens)),
        Figures.Count(cell.Requests), Figures.Count(cell[Measure.Attempts]),
        Figures.Share(Unsuccessful(cell), cell[Measure.Attempts]),
    ];

    /// <summary>All days and labels as comma-separated values (RFC 4180), exact and without thousands separators; what is unknown is
    /// empty.</summary>
    public static IEnumerable<string> Csv(IEnumerable<(SumKey Key, SumSlot Slot)> slots, string by)
    {
        yield return (by == UsageAddress.Day ? "day" : $"day,{by}")
            + ",requests,attempts,unsuccessful_attempts,prompt_tokens,cached_tokens,completion_tokens,reasoning_tokens,total_tokens,cost";
        foreach (var day in slots.GroupBy(slot => DayOf(slot.Key)).OrderBy(day => day.Key, StringComparer.Ordinal))
            foreach (var (label, cell) in Group(day, by))
                yield return (by == UsageAddress.Day ? label : $"{day.Key},{Quoted(LabelText.Of(label))}")
                    + "," + string.Join(',', Numbers(cell).Select(number => Convert.ToString(number, CultureInfo.InvariantCulture)));
    }

    private static object?[] Numbers(SumCell cell) =>
    [
        cell.Requests, cell[Measure.Attempts], Unsuccessful(cell), cell.Known(Measure.PromptTokens), cell.Known(Measure.CachedTokens),
        cell.Known(Measure.CompletionTokens), cell.Known(Measure.ReasoningTokens), cell.Tokens, cell.Cost,
    ];

    private static string DayOf(SumKey key) => key.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A client that hung up is no failure.
    private static long Unsuccessful(SumCell cell) =>
        ChartPlan.UpstreamFailures.Sum(measure => cell[measure]) + cell[Measure.RateLimited] + cell[Measure.RequestAtFault]
            + cell[Measure.OwnFault];

    // A spreadsheet takes a text that begins so for a formula: names are chosen by clients.
    private static string Quoted(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(',', '"', '\n') || safe.Contains('\r', StringComparison.Ordinal)
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
