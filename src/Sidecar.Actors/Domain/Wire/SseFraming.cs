namespace Sidecar.Domain.Wire;

/// <summary>Finds where events of a <c>text/event-stream</c> end: at the first blank line after their fields.</summary>
internal static class SseFraming
{
    /// <summary>Offset just after the first event that carries data; comments and events without data before it are skipped. -1: not
    /// complete yet.</summary>
    public static int FirstEventEnd(ReadOnlySpan<byte> bytes)
    {
        var cursor = new SseLineCursor();
        var position = bytes.StartsWith(JsonStart.ByteOrderMark) ? JsonStart.ByteOrderMark.Length : 0;
        var hasData = false;
        while (position < bytes.Length)
        {
            var length = cursor.Next(bytes[position..], out var content, out var ended);
            if (!ended)
                return -1;
            if (content == 0 && hasData)
                return position + length;
            hasData |= SseField.TryRead(bytes.Slice(position, content), "data"u8, out _);
            position += length;
        }

        return -1;
    }
}
