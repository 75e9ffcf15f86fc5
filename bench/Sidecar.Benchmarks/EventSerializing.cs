using BenchmarkDotNet.Attributes;
using Sidecar.Actors.Tests.Journal;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Benchmarks;

/// <summary>Each kind of journal event, to its stored bytes and back.</summary>
public class EventSerializing
{
    private IBackendEvent _event = null!;
    private byte[] _bytes = [];

    public static IEnumerable<string> Manifests => SampleEvents.ByManifest.Keys;

    [ParamsSource(nameof(Manifests))]
    public string Event { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _event = SampleEvents.ByManifest[Event];
        _bytes = BackendEventCodec.Write(_event).Bytes;
    }

    [Benchmark]
    public int Write() => BackendEventCodec.Write(_event).Bytes.Length;

    [Benchmark]
    public IBackendEvent Read() => BackendEventCodec.Read(Event, _bytes);
}
