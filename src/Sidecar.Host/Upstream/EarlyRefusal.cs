namespace Sidecar.Host.Upstream;

/// <summary>
/// Recognises an HTTP/1.1 answer that refuses its request, and makes it the last one of its connection.
/// </summary>
internal static class EarlyRefusal
{
    private const int StatusAt = 9;

    public static ReadOnlySpan<byte> Close => "Connection: close\r\n"u8;

    /// <summary>
    /// Offset just after the status line of a refusal, skipping interim answers before it; -1: none has come yet, or the answer is a
    /// successful one.
    /// </summary>
    /// <remarks>A successful answer, or a redirect that still needs the body, may come while the request is still being read.</remarks>
    public static int StatusLineEnd(ReadOnlySpan<byte> heard)
    {
        var at = 0;
        while (heard[at..] is var answer && answer.StartsWith("HTTP/1."u8) && answer.Length > StatusAt)
        {
            if (answer[StatusAt] is (byte)'4' or (byte)'5')
                return answer.IndexOf("\r\n"u8) is var line and >= 0 ? at + line + 2 : -1;
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (answer[StatusAt] != '1' || end < 0)
                return -1;
            at += end + 4;
        }

        return -1;
    }

    /// <summary>Inserts <see cref="Close"/> after the status line, and returns the new length. There must be room.</summary>
    public static int AskToClose(Span<byte> buffer, int length, int line)
    {
        buffer[line..length].CopyTo(buffer[(line + Close.Length)..]);
        Close.CopyTo(buffer[line..]);
        return length + Close.Length;
    }
}
