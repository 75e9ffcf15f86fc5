using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SQLitePCL;

namespace Sidecar.Host.Storage.Chain;

/// <summary>A row as the bytes to be hashed: its values in order, each with its type, so that no two rows have the same bytes. Described
/// in <c>docs/events.md</c>.</summary>
/// <remarks>Reused for many rows. It begins with space for the previous link, so that one call hashes both.</remarks>
internal sealed class CanonicalRow
{
    public const int LinkSize = SHA256.HashSizeInBytes;

    private const byte Null = 0;
    private const byte Whole = 1;
    private const byte Real = 2;
    private const byte Text = 3;
    private const byte Blob = 4;

    private byte[] _bytes = new byte[4_096];
    private int _length = LinkSize;

    /// <summary>The values added since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(LinkSize, _length - LinkSize);

    public void Clear() => _length = LinkSize;

    public void Add(long? value)
    {
        if (value is { } whole)
            BinaryPrimitives.WriteInt64BigEndian(Next(Whole, sizeof(long)), whole);
        else
            AddNull();
    }

    public void Add(double? value)
    {
        // SQLite stores no negative zero, and the hash must match what will be read.
        if (value is { } real)
            BinaryPrimitives.WriteDoubleBigEndian(Next(Real, sizeof(double)), real + 0.0);
        else
            AddNull();
    }

    public void Add(string? value)
    {
        if (value is null)
        {
            AddNull();
            return;
        }
        var room = Next(Text, sizeof(int) + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        _length -= room.Length - sizeof(int) - length;
    }

    public void Add(ReadOnlySpan<byte> value) => Add(Blob, value);

    /// <summary>Adds a column of a row that is being read, whatever its type.</summary>
    public void Add(sqlite3_stmt row, int column)
    {
        switch (raw.sqlite3_column_type(row, column))
        {
            case raw.SQLITE_INTEGER:
                Add(raw.sqlite3_column_int64(row, column));
                break;
            case raw.SQLITE_FLOAT:
                Add(raw.sqlite3_column_double(row, column));
                break;
            case raw.SQLITE_TEXT:
                Add(Text, raw.sqlite3_column_blob(row, column));
                break;
            case raw.SQLITE_BLOB:
                Add(Blob, raw.sqlite3_column_blob(row, column));
                break;
            default:
                AddNull();
                break;
        }
    }

    /// <summary>The row's link: SHA-256 of the previous link and the row's bytes. Both spans may be the same memory.</summary>
    public void Link(ReadOnlySpan<byte> before, Span<byte> link)
    {
        before.CopyTo(_bytes);
        SHA256.HashData(_bytes.AsSpan(0, _length), link);
    }

    private void AddNull() => Next(Null, 0);

    private void Add(byte kind, ReadOnlySpan<byte> value)
    {
        var room = Next(kind, sizeof(int) + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(room, value.Length);
        value.CopyTo(room[sizeof(int)..]);
    }

    private Span<byte> Next(byte kind, int length)
    {
        var from = _length;
        _length += 1 + length;
        if (_length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length, 2 * _bytes.Length));
        _bytes[from] = kind;
        return _bytes.AsSpan(from + 1, length);
    }
}
