using System.Globalization;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Soak;

/// <summary>Looks at a process: memory, handles and threads through the system, the garbage collector through the start-up hook, requests
/// through <c>/metrics</c>, and its files.</summary>
internal sealed class SoakWatch(Subject subject, string dataDirectory) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = subject.Address };

    public async Task<SoakSample> LookAsync(double minute)
    {
        var collector = await subject.Gauge!.ReadAsync();
        var metrics = await _http.GetStringAsync("/metrics");
        return new SoakSample(
            minute, ProcessAccounts.Resident(subject.ProcessId), ProcessAccounts.Anonymous(subject.ProcessId),
            ProcessAccounts.Shared(subject.ProcessId), ProcessAccounts.OfFiles(subject.ProcessId), collector.Live / 1e6,
            collector.Committed / 1e6,
            ProcessAccounts.Handles(subject.ProcessId), ProcessAccounts.Threads(subject.ProcessId),
            Sum(metrics, "sidecar_request_active"), Sum(metrics, "sidecar_backend_active"), Sum(metrics, "sidecar_queue_length"),
                SizeOf("journal.db*"), SizeOf("ledger.db*"));
    }

    /// <summary>MB that are still used when everything else has been collected.</summary>
    public async Task<double> UsedAsync() => (await subject.Gauge!.ReadAsync(collectFirst: true)).Live / 1e6;

    public void Dispose() => _http.Dispose();

    private double SizeOf(string files) => new DirectoryInfo(dataDirectory).EnumerateFiles(files).Sum(file => file.Length) / 1e6;

    // The sum over all label values; a name may be followed by its unit.
    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
