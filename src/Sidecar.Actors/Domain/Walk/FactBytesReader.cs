using System.Buffers.Binary;
using System.Text;

namespace Sidecar.Domain.Walk;

/// <summary>Reads what <see cref="FactBytes"/> wrote. Throws <see cref="InvalidDataException"/> if the bytes are something
/// else.</summary>
/// <param name="bytes">All bytes.</param>
/// <param name="nameOf">The text of a number; null if there are no numbered texts.</param>
internal ref struct FactBytesReader(ReadOnlySpan<byte> bytes, Func<long, string?>? nameOf)
{
    private const int MostBits = 64;

    private ReadOnlySpan<byte> _left = bytes;

    public readonly bool IsAtEnd => _left.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < MostBits; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a number has no end");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Small() => checked((int)Signed());

    /// <summary>Reads the number of items that follow, each at least one byte long.</summary>
    public int Count() => Number() is var count && count <= (ulong)_left.Length ? (int)count
        : throw new InvalidDataException("more is announced than there is");

    public ulong Whole() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public string Text()
    {
        var number = Number();
        if ((number & 1) == 0)
            return nameOf?.Invoke((long)(number >> 1)) ?? throw new InvalidDataException($"there is no name {number >> 1}");
        return Encoding.UTF8.GetString(Take(number >> 1));
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_left.Length)
            throw new InvalidDataException("it ends too soon");
        var taken = _left[..(int)length];
        _left = _left[(int)length..];
        return taken;
    }
}
