using System.Buffers;

namespace Sidecar.Domain.Walk;

/// <summary>Writes the facts of one walk after another in the form in which they are stored, into the same memory. For one thread at a
/// time.</summary>
public sealed class WalkFactEncoder
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2_048);
    private readonly FactBytes _bytes;

    /// <param name="names">Numbers of texts; null: each is written out.</param>
    public WalkFactEncoder(INameIds? names = null) => _bytes = new FactBytes(_buffer, names);

    /// <summary>Bytes since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Adds the facts of one walk; where they stand in <see cref="Written"/>.</summary>
    public Range Add(string requestId, IReadOnlyList<WalkFact> facts)
    {
        var start = _buffer.WrittenCount;
        WalkFactBytes.Write(_bytes, requestId, facts);
        return start.._buffer.WrittenCount;
    }

    /// <summary>Those of one walk alone, good until the next call.</summary>
    public ReadOnlySpan<byte> Encode(string requestId, IReadOnlyList<WalkFact> facts)
    {
        Clear();
        var place = Add(requestId, facts);
        return Written[place];
    }
}
