using Sidecar.Load.Generators;
using Sidecar.Load.Scenarios;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>The size of one body, up or down, on four connections.</summary>
internal sealed class BodySeries(bool isUp) : IGrowthSeries
{
    private const int Connections = 4;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    public string Name => isUp ? "bodies-up" : "bodies-down";

    public string Title => isUp ? "KB of a request's body" : "KB of an answer's body";

    public IReadOnlyList<int> Sizes => [1, 32, 1024, 32 * 1024];

    public async Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size)
    {
        await using var subject = await bench.Bed.StartSidecarAsync(
            [SidecarConfig.Backend("only", "primary", new Uri(bench.Bed.Upstream.Address, "/v1"), model: null)],
                "  http.max-request-body = 64MiB");
        var bytes = size * 1024;
        var request = isUp
            ? Requests.Post(Requests.Path, $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('y', bytes - 64)}}"}]}""")
            : Requests.Post($"{Requests.Path}?size={bytes}", """{"model":"m","messages":[]}""");
        await ClosedLoop.RunAsync(subject.Address, request, Connections, Warmup);
        ProcessAccounts.ForgetPeak(subject.ProcessId);
        var before = ProcessAccounts.Cpu(subject.ProcessId);
        var load = await ClosedLoop.RunAsync(subject.Address, request, Connections, Duration);
        var cpu = ProcessAccounts.Cpu(subject.ProcessId) - before;
        return
        [
            GrowthValue.Whole("CPU ms per request", cpu.TotalMilliseconds / load.Units),
            GrowthValue.Whole("peak resident MB", ProcessAccounts.Peak(subject.ProcessId)),
            GrowthValue.Fact("CPU ms per MB", cpu.TotalMilliseconds / (load.Units * size / 1024.0)),
            GrowthValue.Fact("failures", load.Failures),
        ];
    }
}
