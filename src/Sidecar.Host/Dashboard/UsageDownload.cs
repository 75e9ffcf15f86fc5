using Sidecar.Domain.Sums;
using Sidecar.Host.Dashboard.History;
using Sidecar.Host.Dashboard.Parts;

namespace Sidecar.Host.Dashboard;

/// <summary>The usage page's figures as a file.</summary>
internal static class UsageDownload
{
    public static void MapUsageDownload(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(UsageAddress.CsvPage, async (HttpContext context, HistoryFeed history, string? range, string? by) =>
        {
            var (chosen, group) = (SumRange.Find(range ?? "month"), UsageAddress.GroupOf(by));
            var reading = await history.ReadAsync(chosen);
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"usage-{chosen.Name}-by-{group}.csv\"";
            return Results.Text(string.Join("\r\n", UsageLine.Csv(reading.Sums.Slots, group)) + "\r\n", "text/csv; charset=utf-8");
        }).RequireAuthorization();
}
