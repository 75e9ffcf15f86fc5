using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sidecar.Domain.Walk;

/// <summary>Writes the values that stored facts consist of: numbers of as many bytes as they need, texts as their number or as they
/// are.</summary>
/// <param name="buffer">Where they go.</param>
/// <param name="names">Numbers of texts; null: there are none.</param>
internal sealed class FactBytes(ArrayBufferWriter<byte> buffer, INameIds? names)
{
    private const int MostBytesOfNumber = 10;

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(ulong value)
    {
        var room = buffer.GetSpan(MostBytesOfNumber);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        buffer.Advance(length);
    }

    /// <summary>Small in either direction: small.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>One that is as large as it can be.</summary>
    public void Whole(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(sizeof(ulong)), value);
        buffer.Advance(sizeof(ulong));
    }

    /// <summary>An even number: that of the text. An odd one: its length in UTF-8, and its bytes.</summary>
    public void Text(string text)
    {
        if (names?.IdOf(text) is { } id)
        {
            Number((ulong)id << 1);
            return;
        }
        TextInPlace(text);
    }

    /// <summary>One that a client's words are in: it is not given a number, for there is no end of such.</summary>
    public void TextInPlace(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(((ulong)length << 1) | 1);
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
    }
}
