namespace Sidecar.Domain.Wire;

/// <summary>How a piece of an event stream relates to the events around it.</summary>
internal enum SsePiece
{
    /// <summary>The event continues after the piece.</summary>
    Open,

    /// <summary>The event ends with this piece, at a blank line.</summary>
    Ended,

    /// <summary>The LF of a CR LF that was split: the last byte of the previous event.</summary>
    Tail,
}

/// <summary>Iterates over the events of a stream, however its bytes are split.</summary>
internal struct SseEventCursor
{
    private SseLineCursor _lines;
    private bool _lineHasText;
    private bool _begun;

    /// <summary>Takes the next piece of an event from the front of <paramref name="bytes"/>, which must not be empty, and returns its
    /// length.</summary>
    public int Next(ReadOnlySpan<byte> bytes, out SsePiece piece)
    {
        var position = 0;
        while (position < bytes.Length)
        {
            var length = _lines.Next(bytes[position..], out var content, out var ended);
            position += length;
            if (content == 0 && !ended && !_begun)
            {
                piece = SsePiece.Tail;
                return position;
            }

            _begun = true;
            _lineHasText |= content > 0;
            if (!ended)
                continue;
            _begun = _lineHasText;
            _lineHasText = false;
            if (_begun)
                continue;
            piece = SsePiece.Ended;
            return position;
        }

        piece = SsePiece.Open;
        return position;
    }
}
