using System.Buffers;
using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Usage;

namespace Sidecar.Benchmarks;

/// <summary>Looks for usage in what is relayed, event by event or body by body, and holds back the event that only Sidecar asked
/// for.</summary>
public class UsageScanning
{
    private const int Events = 100;

    private readonly byte[][] _events = EventStreams.Of(Events);
    private readonly byte[] _small = Bodies.Completion(1024);
    private readonly byte[] _large = Bodies.Completion(1024 * 1024);
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);

    [Benchmark(OperationsPerInvoke = Events, Description = "one event: scan")]
    public long? ScanEvents()
    {
        using var scanner = new SseUsageScanner();
        foreach (var bytes in _events)
            scanner.Feed(bytes);
        return scanner.Usage.Total;
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "one event: filter")]
    public int FilterEvents()
    {
        using var filter = new UsageEventFilter();
        _output.ResetWrittenCount();
        foreach (var bytes in _events)
            filter.Filter(bytes, _output);
        return _output.WrittenCount;
    }

    [Benchmark(Description = "JSON of 1 KB")]
    public long? ScanSmall() => ScanJson(_small);

    [Benchmark(Description = "JSON of 1 MB")]
    public long? ScanLarge() => ScanJson(_large);

    private static long? ScanJson(byte[] body)
    {
        using var scanner = new JsonUsageScanner();
        scanner.Feed(body);
        return scanner.Usage.Total;
    }
}
