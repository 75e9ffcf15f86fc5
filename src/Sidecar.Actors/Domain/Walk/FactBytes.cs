using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sidecar.Domain.Walk;

/// <summary>Writes the values of stored facts: numbers in as few bytes as they need, texts as a number or written out.</summary>
/// <param name="buffer">The output.</param>
/// <param name="names">Gives texts their numbers; null: texts are always written out.</param>
internal sealed class FactBytes(ArrayBufferWriter<byte> buffer, INameIds? names)
{
    private const int MostBytesOfNumber = 10;

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    /// <summary>Writes a number, seven bits per byte, lowest bits first.</summary>
    public void Number(ulong value)
    {
        var room = buffer.GetSpan(MostBytesOfNumber);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        buffer.Advance(length);
    }

    /// <summary>Writes a signed number; one that is small in either direction takes few bytes.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a number in full width.</summary>
    public void Whole(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(sizeof(ulong)), value);
        buffer.Advance(sizeof(ulong));
    }

    /// <summary>Writes a text: an even number is the text's own number; an odd one holds its length in UTF-8, and the bytes
    /// follow.</summary>
    public void Text(string text)
    {
        if (names?.IdOf(text) is { } id)
        {
            Number((ulong)id << 1);
            return;
        }
        TextInPlace(text);
    }

    /// <summary>Writes out a text that a client chose: such texts get no number, because there could be any amount of them.</summary>
    public void TextInPlace(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(((ulong)length << 1) | 1);
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
    }
}
