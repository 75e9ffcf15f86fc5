using Sidecar.Domain.Sums;

namespace Sidecar.Host.Dashboard.History;

/// <summary>The addresses of the usage page, and by what it can be grouped.</summary>
internal static class UsageAddress
{
    public const string Day = "day";

    private const string Page = "/usage";
    public const string CsvPage = Page + "/csv";

    public static IReadOnlyList<string> Groups { get; } = ["client", "model", "backend", Day];

    public static string GroupOf(string? by) => Groups.FirstOrDefault(group => group == by) ?? Groups[0];

    /// <summary>Null for days.</summary>
    public static SumDimension? DimensionOf(string by) => by switch
    {
        "client" => SumDimension.Client,
        "model" => SumDimension.Model,
        "backend" => SumDimension.Backend,
        _ => null,
    };

    public static string Of(SumRange range, string by) => $"{Page}?range={range.Name}&by={by}";

    public static string Csv(SumRange range, string by) => $"{CsvPage}?range={range.Name}&by={by}";
}
