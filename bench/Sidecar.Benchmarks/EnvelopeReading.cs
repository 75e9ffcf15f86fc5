using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Wire;

namespace Sidecar.Benchmarks;

/// <summary>What the endpoint reads of every request body: all of it, wherever the fields are.</summary>
public class EnvelopeReading
{
    private byte[] _body = [];

    [Params(1, 32, 1024)]
    public int Kb { get; set; }

    [Params("first", "last")]
    public string Stream { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => _body = Bodies.Chat(Kb * 1024, streamFirst: Stream == "first");

    [Benchmark]
    public bool Read() => RequestEnvelopeReader.Read(_body).Stream;
}
