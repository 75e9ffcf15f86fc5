using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Sidecar.Benchmarks;

/// <summary>Shows all parameters of a row in one column: otherwise a table of all benchmarks would have a column for each parameter that
/// any of them has.</summary>
internal sealed class CaseColumn : IColumn
{
    public static readonly CaseColumn Instance = new();

    public string Id => nameof(CaseColumn);

    public string ColumnName => "Case";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Params;

    public int PriorityInCategory => 0;

    public bool IsNumeric => false;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "The row's parameters";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        string.Join(", ", benchmarkCase.Parameters.Items.Select(p => $"{p.Name} {p.Value}"));

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
