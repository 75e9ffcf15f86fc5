namespace Sidecar.Load.Wire;

/// <summary>Counts how often a mark stands in a body, however the body is split.</summary>
/// <param name="mark">Its first byte stands nowhere else in it.</param>
internal sealed class MarkCounter(byte[] mark) : IBodyReader
{
    private int _matched;

    public int Count { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_matched == 0)
            {
                var start = bytes.IndexOf(mark[0]);
                if (start < 0)
                    return;
                bytes = bytes[start..];
            }
            var length = Math.Min(mark.Length - _matched, bytes.Length);
            if (bytes[..length].SequenceEqual(mark.AsSpan(_matched, length)))
            {
                bytes = bytes[length..];
                _matched += length;
                if (_matched == mark.Length)
                    (_matched, Count) = (0, Count + 1);
            }
            else
            {
                // Another beginning may stand right behind this one's first byte.
                bytes = _matched == 0 ? bytes[1..] : bytes;
                _matched = 0;
            }
        }
    }
}
