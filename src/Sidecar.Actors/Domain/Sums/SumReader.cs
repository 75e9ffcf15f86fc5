using System.Text;

namespace Sidecar.Domain.Sums;

/// <summary>Reads the parts of a stored slot. Throws <see cref="InvalidDataException"/> where the bytes end too early.</summary>
internal ref struct SumReader(ReadOnlySpan<byte> stored)
{
    private ReadOnlySpan<byte> _left = stored;

    public byte Byte()
    {
        if (_left.IsEmpty)
            throw new InvalidDataException("the sums end too early");
        var first = _left[0];
        _left = _left[1..];
        return first;
    }

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return (long)(value & long.MaxValue);
        }
        throw new InvalidDataException("a number in the sums is too long");
    }

    public string Text()
    {
        var length = Number();
        if (length > _left.Length)
            throw new InvalidDataException("the sums end too early");
        var text = Encoding.UTF8.GetString(_left[..(int)length]);
        _left = _left[(int)length..];
        return text;
    }
}
