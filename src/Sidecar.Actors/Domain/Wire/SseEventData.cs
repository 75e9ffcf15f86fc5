using System.Buffers;

namespace Sidecar.Domain.Wire;

/// <summary>The name and the joined data lines of one server-sent event. Data on a single line is not copied.</summary>
internal ref struct SseEventData
{
    private ReadOnlySpan<byte> _name;
    private byte[]? _joined;

    public ReadOnlySpan<byte> Data { get; private set; }

    public readonly bool IsNamed(ReadOnlySpan<byte> name) => _name.SequenceEqual(name);

    /// <summary>Reads the first event of <paramref name="bytes"/> that has data, even if its end is missing.</summary>
    public static SseEventData ReadFirst(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(JsonStart.ByteOrderMark))
            bytes = bytes[JsonStart.ByteOrderMark.Length..];
        var result = new SseEventData();
        var cursor = new SseLineCursor();
        var hasData = false;
        var whole = bytes.Length;
        while (!bytes.IsEmpty)
        {
            var length = cursor.Next(bytes, out var content, out _);
            var line = bytes[..content];
            bytes = bytes[length..];
            if (content == 0 && hasData)
                break;
            if (content == 0)
                result._name = default;
            else if (SseField.TryRead(line, "event"u8, out var name))
                result._name = name;
            else if (SseField.TryRead(line, "data"u8, out var data))
            {
                result.Append(data, hasData, whole);
                hasData = true;
            }
        }

        return result;
    }

    public void Dispose()
    {
        if (_joined is not null)
            ArrayPool<byte>.Shared.Return(_joined);
        _joined = null;
        Data = default;
    }

    private void Append(ReadOnlySpan<byte> data, bool hasData, int longest)
    {
        if (!hasData)
        {
            Data = data;
            return;
        }

        var before = Data.Length;
        if (_joined is null)
        {
            // All data lines together are shorter than the bytes that contain them.
            _joined = ArrayPool<byte>.Shared.Rent(longest);
            Data.CopyTo(_joined);
        }

        _joined[before] = (byte)'\n';
        data.CopyTo(_joined.AsSpan(before + 1));
        Data = _joined.AsSpan(0, before + 1 + data.Length);
    }
}
