namespace Sidecar.Domain.Wire;

/// <summary>Iterates over the lines of an event stream, however its bytes are split. A line ends at LF, CR or CR LF.</summary>
internal struct SseLineCursor
{
    private bool _afterCarriageReturn;

    /// <summary>Takes the next piece of a line from the front of <paramref name="bytes"/>, which must not be empty.</summary>
    /// <param name="content">How many bytes at the front belong to the line's text.</param>
    /// <param name="ended">The line ends with this piece.</param>
    /// <returns>The length of the piece. One byte without text or end is the LF of a CR LF that was split.</returns>
    public int Next(ReadOnlySpan<byte> bytes, out int content, out bool ended)
    {
        var tornLineFeed = _afterCarriageReturn && bytes[0] == '\n';
        _afterCarriageReturn = false;
        if (tornLineFeed)
        {
            (content, ended) = (0, false);
            return 1;
        }

        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        ended = end >= 0;
        content = ended ? end : bytes.Length;
        if (!ended)
            return content;

        var next = end + 1;
        if (bytes[end] == '\n')
            return next;
        if (next == bytes.Length)
            _afterCarriageReturn = true;
        else if (bytes[next] == '\n')
            next++;
        return next;
    }
}
