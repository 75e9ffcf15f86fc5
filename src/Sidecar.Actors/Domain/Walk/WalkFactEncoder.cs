using System.Buffers;
using System.Text.Json;

namespace Sidecar.Domain.Walk;

/// <summary>Writes the facts of one walk after another as <see cref="WalkFactCodec"/> does, into the same memory. For one thread at a
/// time.</summary>
public sealed class WalkFactEncoder : IDisposable
{
    // The codec's calls are always balanced, which its tests show: looking at each again would be a third of the work.
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(2_048);
    private readonly Utf8JsonWriter _json;

    public WalkFactEncoder() => _json = new Utf8JsonWriter(_buffer, Unchecked);

    /// <summary>The facts as UTF-8 JSON, good until the next call.</summary>
    public ReadOnlySpan<byte> Encode(IReadOnlyList<WalkFact> facts)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        WalkFactCodec.Write(_json, facts);
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();
}
