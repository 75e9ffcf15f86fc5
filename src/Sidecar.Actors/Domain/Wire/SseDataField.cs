namespace Sidecar.Domain.Wire;

/// <summary>Separates the data of an event stream's line from other fields while the line arrives in pieces.</summary>
internal struct SseDataField
{
    private const int OtherField = -1;

    private int _matched;
    private int _markMatched;

    public static SseDataField AtStreamStart => default;

    public static SseDataField AtLineStart => new() { _markMatched = JsonStart.ByteOrderMark.Length };

    private static ReadOnlySpan<byte> Name => "data:"u8;

    /// <summary>The part of the line's next piece that is data; it may include the space after the colon.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> piece)
    {
        while (_matched != OtherField && _matched < Name.Length && !piece.IsEmpty)
        {
            // A byte order mark may precede the very first line.
            if (_matched == 0 && _markMatched < JsonStart.ByteOrderMark.Length && piece[0] == JsonStart.ByteOrderMark[_markMatched])
                _markMatched++;
            else
                _matched = piece[0] == Name[_matched] ? _matched + 1 : OtherField;
            piece = piece[1..];
        }

        return _matched == Name.Length ? piece : default;
    }
}
