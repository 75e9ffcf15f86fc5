using System.Text.Json;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin;

/// <summary><c>GET /admin/usage?from=&amp;to=&amp;group-by=backend,model,client,day</c>: sums over the ledger; without <c>group-by</c> a
/// single line.</summary>
internal static class UsageEndpoint
{
    public static async Task<IResult> Get(HttpRequest request, ILedgerStore ledger, CancellationToken cancellation)
    {
        var parameters = new QueryParameters(request.Query, "from", "to", "group-by");
        var (from, to) = parameters.Range();
        var columns = GroupBy(parameters);
        if (parameters.Fault is { } fault)
            return fault;
        var lines = await ledger.SumAsync(new UsageQuery(from, to, columns), cancellation);
        return new JsonAnswer(json => Write(json, lines, columns));
    }

    private static List<UsageColumn> GroupBy(QueryParameters parameters)
    {
        var columns = new List<UsageColumn>();
        foreach (var name in (parameters.Text("group-by") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (ColumnOf(name) is not { } column)
                parameters.Refuse("group-by", $"The parameter 'group-by' is not allowed to hold '{name}'. Allowed: backend, model, "
                    + $"client, day, separated by commas.");
            else if (!columns.Contains(column))
                columns.Add(column);
        return columns;
    }

    // Not Enum.TryParse, which would also accept numbers.
    private static UsageColumn? ColumnOf(string name) => name.ToLowerInvariant() switch
    {
        "backend" => UsageColumn.Backend,
        "model" => UsageColumn.Model,
        "client" => UsageColumn.Client,
        "day" => UsageColumn.Day,
        _ => null,
    };

    private static void Write(Utf8JsonWriter json, IReadOnlyList<UsageTotals> lines, List<UsageColumn> columns)
    {
        json.WriteStartObject();
        json.WriteStartArray("usage");
        foreach (var line in lines)
            UsageTotalsJson.Write(json, line, columns);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
