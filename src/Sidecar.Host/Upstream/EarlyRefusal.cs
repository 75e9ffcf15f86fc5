namespace Sidecar.Host.Upstream;

/// <summary>
/// Recognises, in the bytes of an HTTP/1.1 answer, one that refuses its request, and makes it the last of its connection.
/// </summary>
internal static class EarlyRefusal
{
    private const int StatusAt = 9;

    public static ReadOnlySpan<byte> Close => "Connection: close\r\n"u8;

    /// <summary>
    /// Offset just behind the status line of a refusal, interim answers before it passed over; -1: there is none yet, or the answer is
    /// a good one.
    /// </summary>
    /// <remarks>A good answer, or a redirect that still wants the body, may come while the request is still read.</remarks>
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

    /// <summary>Puts <see cref="Close"/> behind the status line, and returns the new length. There must be room.</summary>
    public static int AskToClose(Span<byte> buffer, int length, int line)
    {
        buffer[line..length].CopyTo(buffer[(line + Close.Length)..]);
        Close.CopyTo(buffer[line..]);
        return length + Close.Length;
    }
}
