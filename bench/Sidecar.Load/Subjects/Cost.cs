using Sidecar.Load.Report;

namespace Sidecar.Load.Subjects;

/// <summary>What a load cost the process that carried it.</summary>
internal sealed record Cost(TimeSpan Cpu, CollectorState? Collector, double PeakMegabytes)
{
    public static async Task<(T Result, Cost Cost)> OfAsync<T>(Subject subject, Func<Task<T>> load)
    {
        ProcessAccounts.ForgetPeak(subject.ProcessId);
        var before = await CollectorAsync(subject);
        var cpu = ProcessAccounts.Cpu(subject.ProcessId);
        var result = await load();
        cpu = ProcessAccounts.Cpu(subject.ProcessId) - cpu;
        var peak = ProcessAccounts.Peak(subject.ProcessId);
        var after = await CollectorAsync(subject);
        return (result, new Cost(cpu, after is { } a && before is { } b
            ? new CollectorState(a.Allocated - b.Allocated, a.Collections - b.Collections, a.Pauses - b.Pauses) : null, peak));
    }

    /// <summary>Adds the cost to a sample, divided by <paramref name="units"/>.</summary>
    public void AddTo(Sample sample, long units, string unit, string prefix = "")
    {
        sample.Add($"{prefix}CPU µs per {unit}", Cpu.TotalMicroseconds / units);
        if (Collector is { } collector)
        {
            sample.Add($"{prefix}allocated KB per {unit}", collector.Allocated / 1024.0 / units);
            sample.Add($"{prefix}collections", collector.Collections);
            sample.Add($"{prefix}collection pauses ms", collector.Pauses.TotalMilliseconds);
        }
        sample.Add($"{prefix}peak resident MB", PeakMegabytes);
    }

    private static async Task<CollectorState?> CollectorAsync(Subject subject) =>
        subject.Gauge is null ? null : await subject.Gauge.ReadAsync();
}
