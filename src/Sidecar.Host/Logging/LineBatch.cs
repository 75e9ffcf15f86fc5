using System.Buffers;

namespace Sidecar.Logging;

/// <summary>Lines that are written together. What it holds between batches is small, however large one of them was.</summary>
internal sealed class LineBatch
{
    public const int Usual = 64 << 10;

    private ArrayBufferWriter<byte> _bytes = new(Usual);
    private int _lines;

    /// <summary>How many dropped lines the first of these tells of; 0 when it is a line like any other.</summary>
    public long Told { get; set; }

    /// <summary>How many lines nobody has seen if this batch is lost.</summary>
    public long Missing => Told > 0 ? Told + _lines - 1 : _lines;

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>False when there would be more than <paramref name="bound"/> bytes with it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line, int bound)
    {
        if (Length + line.Length + 1 > bound)
            return false;
        _bytes.Write(line);
        _bytes.Write("\n"u8);
        _lines++;
        return true;
    }

    public void Clear()
    {
        (_lines, Told) = (0, 0);
        if (_bytes.Capacity > Usual)
            _bytes = new ArrayBufferWriter<byte>(Usual);
        else
            _bytes.ResetWrittenCount();
    }
}
