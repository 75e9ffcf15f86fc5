using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Sidecar.Benchmarks;

/// <summary>Puts all benchmarks into one table, measured in this process: long enough to compare, short enough to run them all.</summary>
internal static class OneTable
{
    public static IConfig With(bool quickJob)
    {
        var config = ManualConfig.CreateEmpty()
            .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "artifacts"))
            .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddDiagnoser(new MemoryDiagnoser(new MemoryDiagnoserConfig(displayGenColumns: false)))
            .AddColumn(TargetMethodColumn.Type, TargetMethodColumn.Method, CaseColumn.Instance, StatisticColumn.Mean,
                StatisticColumn.StdDev)
            .AddColumnProvider(DefaultColumnProviders.Metrics);
        return quickJob ? config.AddJob(Quick) : config;
    }

    private static Job Quick => Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(6)
        .WithIterationCount(8)
        .WithIterationTime(TimeInterval.FromMilliseconds(120))
        .WithId("Quick");
}
