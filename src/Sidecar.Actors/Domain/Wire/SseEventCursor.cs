namespace Sidecar.Domain.Wire;

/// <summary>What a piece of an event stream is to the events around it.</summary>
internal enum SsePiece
{
    /// <summary>The event goes on after the piece.</summary>
    Open,

    /// <summary>The event ends with the piece, by a blank line.</summary>
    Ended,

    /// <summary>The LF of a CR LF that a split tore apart: the last byte of the event before.</summary>
    Tail,
}

/// <summary>Walks the events of a stream across any split of its bytes.</summary>
internal struct SseEventCursor
{
    private SseLineCursor _lines;
    private bool _lineHasText;
    private bool _begun;

    /// <summary>Takes the next piece of an event off the front of <paramref name="bytes"/>, which must not be empty, and returns its
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
