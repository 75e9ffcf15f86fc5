using Sidecar.Domain.Wire;

namespace Sidecar.Relay;

/// <summary>Waits for the first word of an answer that was passed on before it had said anything. Comments and blank lines are none:
/// without an end they would hold a client for ever.</summary>
internal struct FirstWord
{
    private readonly bool _isStream;
    private SseLineCursor _lines;
    private int _matched;

    /// <param name="isStream">A field with data counts; else anything but white space.</param>
    public FirstWord(bool isStream) => _isStream = isStream;

    private static ReadOnlySpan<byte> Field => "data:"u8;

    /// <summary>Whether it has come with these bytes.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        if (!_isStream)
            return JsonStart.WhiteSpace(bytes) < bytes.Length;
        while (!bytes.IsEmpty)
        {
            var length = _lines.Next(bytes, out var content, out var ended);
            foreach (var next in bytes[..content])
            {
                // Minus one: this line begins otherwise.
                _matched = _matched >= 0 && next == Field[_matched] ? _matched + 1 : -1;
                if (_matched == Field.Length)
                    return true;
                if (_matched < 0)
                    break;
            }
            if (ended)
                _matched = 0;
            bytes = bytes[length..];
        }

        return false;
    }
}
