using System.Buffers;

namespace Sidecar.Domain.Walk;

/// <summary>Encodes the facts of many walks, one after the other, in their stored form, and reuses its memory. Not thread-safe.</summary>
public sealed class WalkFactEncoder
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2_048);
    private readonly FactBytes _bytes;

    /// <param name="names">Gives texts their numbers; null: texts are written out.</param>
    public WalkFactEncoder(INameIds? names = null) => _bytes = new FactBytes(_buffer, names);

    /// <summary>The bytes since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Adds the facts of one walk and returns where they are in <see cref="Written"/>.</summary>
    public Range Add(string requestId, IReadOnlyList<WalkFact> facts)
    {
        var start = _buffer.WrittenCount;
        WalkFactBytes.Write(_bytes, requestId, facts);
        return start.._buffer.WrittenCount;
    }

    /// <summary>Encodes the facts of one walk alone; the result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(string requestId, IReadOnlyList<WalkFact> facts)
    {
        Clear();
        var place = Add(requestId, facts);
        return Written[place];
    }
}
