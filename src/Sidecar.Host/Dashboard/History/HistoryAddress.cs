using Sidecar.Domain.Sums;

namespace Sidecar.Host.Dashboard.History;

/// <summary>The addresses of what is shown over time.</summary>
internal static class HistoryAddress
{
    public const string Page = "/history";

    public static string Of(string path, SumRange range, SumLabel? only = null) => only is null
        ? $"{path}?range={range.Name}"
        : $"{path}?range={range.Name}&by={only.Dimension.ToString().ToLowerInvariant()}&of={Uri.EscapeDataString(only.Label)}";

    /// <summary>The label of an address; null if it names none.</summary>
    public static SumLabel? LabelOf(string? by, string? of) => by switch
    {
        "backend" => new SumLabel(SumDimension.Backend, of ?? ""),
        "model" => new SumLabel(SumDimension.Model, of ?? ""),
        "client" => new SumLabel(SumDimension.Client, of ?? ""),
        _ => null,
    };
}

/// <summary>Labels as they are shown.</summary>
internal static class LabelText
{
    public static string Of(string label) => label switch
    {
        SumSlot.None => "(none)",
        SumSlot.Rest => "(all others)",
        _ => label,
    };
}
