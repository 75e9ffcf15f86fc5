using System.Buffers;
using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Wire;

namespace Sidecar.Benchmarks;

/// <summary>Copies a body into an existing buffer, with an alias replaced by the upstream's name for the model, and with usage
/// requested.</summary>
public class BodyRewriting
{
    private readonly ArrayBufferWriter<byte> _output = new(2 * 1024 * 1024);
    private byte[] _body = [];
    private RequestEnvelope _envelope;

    [Params(1, 32, 1024)]
    public int Kb { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _body = Bodies.Chat(Kb * 1024, streamFirst: true);
        _envelope = RequestEnvelopeReader.Read(_body);
    }

    [Benchmark(Description = "alias and usage")]
    public int Write()
    {
        _output.ResetWrittenCount();
        RequestBodyRewriter.Write(_body, _envelope, "meta-llama/llama-3.1-8b-instruct", addUsage: true, _output);
        return _output.WrittenCount;
    }
}
