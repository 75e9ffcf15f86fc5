using System.Buffers;

namespace Sidecar.Host.Telemetry.Logging;

/// <summary>Lines that are written together. Its memory is reused, unless there were unusually many lines.</summary>
internal sealed class LineBatch
{
    // About 2,000 lines: more than a tenth of a second brings, so a batch seldom needs new memory.
    private const int Kept = 1 << 20;

    private ArrayBufferWriter<byte> _bytes = new();
    private int _lines;

    /// <summary>The number of dropped lines that its first line reports; 0 if that is an ordinary line.</summary>
    public long Told { get; set; }

    /// <summary>How many lines are lost if this batch is lost.</summary>
    public long Missing => Told > 0 ? Told + _lines - 1 : _lines;

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>False if the line would bring the batch above <paramref name="bound"/> bytes.</summary>
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
        if (_bytes.Capacity > Kept)
            _bytes = new ArrayBufferWriter<byte>();
        else
            _bytes.ResetWrittenCount();
    }
}
