namespace Sidecar.Load.Report;

/// <summary>One line of the table: a metric, its value for each subject, and its target.</summary>
internal sealed record Row(string Scenario, string Metric, double? Upstream, double? Yarp, double? Bare, double? Sidecar, double? Ratio,
    double? BareRatio, IReadOnlyList<Target> Targets)
{
    public static readonly IReadOnlyList<string> Titles = ["", "what", "target", "upstream alone", "YARP", "bare loop", "Sidecar",
        "Sidecar / YARP", "target met"];

    public bool? IsMet => Targets.Count == 0 ? null : Targets.All(t => t.IsMet(Sidecar, Ratio) is not false);

    public IReadOnlyList<string> Cells =>
    [
        Scenario, Metric, string.Join(", ", Targets.Select(t => t.Words)),
        Format.Number(Upstream), Format.Number(Yarp), Format.Number(Bare), Format.Number(Sidecar), Format.Number(Ratio),
            Format.Verdict(IsMet),
    ];

    public static IReadOnlyList<Row> Of(Measurements results, IReadOnlyList<Target> targets) =>
        [.. results.Metrics.Select(m => new Row(
            m.Scenario, m.Metric,
            results.Median(m.Scenario, m.Metric, "upstream"), results.Median(m.Scenario, m.Metric, "yarp"),
            results.Median(m.Scenario, m.Metric, "bare"), results.Median(m.Scenario, m.Metric, "sidecar"),
            results.Ratio(m.Scenario, m.Metric, "sidecar"), results.Ratio(m.Scenario, m.Metric, "bare"),
            [.. targets.Where(t => t.Scenario == m.Scenario && t.Metric == m.Metric)]))];
}
