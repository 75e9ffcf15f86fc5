using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage;

/// <summary>The usage report, summed by the database.</summary>
internal static class UsageSums
{
    public static async Task<IReadOnlyList<UsageTotals>> SumAsync(DataConnection ledger, UsageQuery query, CancellationToken cancellation)
    {
        var sums = await Between(ledger.GetTable<AttemptRecord>(), query)
            .GroupBy(UsageKey.By(query.GroupBy))
            .Select(rows => new
            {
                rows.Key,
                Attempts = rows.LongCount(),
                Requests = (long)rows.Select(row => row.RequestId).Distinct().Count(),
                // A client that hung up is not an error.
                Errors = rows.LongCount(row => row.ErrorClass != null && row.ErrorClass != ErrorClasses.Cancelled),
                PromptTokens = rows.Sum(row => row.PromptTokens),
                CachedTokens = rows.Sum(row => row.CachedTokens),
                CompletionTokens = rows.Sum(row => row.CompletionTokens),
                ReasoningTokens = rows.Sum(row => row.ReasoningTokens),
                TotalTokens = rows.Sum(row => row.TotalTokens),
                CostMillionths = rows.Sum(row => row.Cost / LedgerUnits.CostPerMillionth),
                CostRemainders = rows.Sum(row => row.Cost % LedgerUnits.CostPerMillionth),
                LatencyMs = rows.Average(row => row.LatencyMs),
                FirstTokenMs = rows.Average(row => row.FirstTokenMs),
            })
            .ToListAsync(cancellation);
        return [.. sums
            .OrderBy(sum => sum.Key.Day)
            .ThenByDescending(sum => sum.Attempts)
            .ThenBy(sum => (sum.Key.Backend, sum.Key.Model, sum.Key.Client))
            .Select(sum => new UsageTotals
            {
                Backend = sum.Key.Backend,
                Model = sum.Key.Model,
                Client = sum.Key.Client,
                Day = sum.Key.Day is { } day ? LedgerUnits.ToDay(day) : null,
                Attempts = sum.Attempts,
                Requests = sum.Requests,
                Errors = sum.Errors,
                PromptTokens = sum.PromptTokens,
                CachedTokens = sum.CachedTokens,
                CompletionTokens = sum.CompletionTokens,
                ReasoningTokens = sum.ReasoningTokens,
                TotalTokens = sum.TotalTokens,
                Cost = LedgerUnits.ToCost(sum.CostMillionths, sum.CostRemainders),
                LatencyMs = sum.LatencyMs,
                FirstTokenMs = sum.FirstTokenMs,
            })];
    }

    private static IQueryable<AttemptRecord> Between(IQueryable<AttemptRecord> attempts, UsageQuery query)
    {
        if (query.From is { } from)
        {
            var first = LedgerUnits.FromInstant(from);
            attempts = attempts.Where(row => row.At >= first);
        }
        if (query.To is { } to)
        {
            var end = LedgerUnits.FromInstant(to);
            attempts = attempts.Where(row => row.At < end);
        }
        return attempts;
    }
}
