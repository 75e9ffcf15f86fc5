using System.Runtime.CompilerServices;

namespace Sidecar.Domain.Usage;

/// <summary>The name of a JSON property that arrives in pieces. Names that are too long to matter, and escaped ones, match
/// nothing.</summary>
internal struct JsonKey
{
    public static readonly JsonKey Unknown = new() { _length = Longest + 1, IsExpected = true };

    private const int Longest = 8;

    private Bytes _bytes;
    private int _length;

    /// <summary>The next string is a name rather than a value.</summary>
    public bool IsExpected { get; private set; }

    public void Clear() => (_length, IsExpected) = (0, true);

    public void End() => IsExpected = false;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length <= Longest)
            bytes.CopyTo(_bytes[_length..]);
        // Capped at one more than the longest name, however long this one is.
        _length = Math.Min(_length + bytes.Length, Longest + 1);
    }

    public readonly bool Is(ReadOnlySpan<byte> name) => _length == name.Length && name.SequenceEqual(_bytes[.._length]);

    [InlineArray(Longest)]
    private struct Bytes
    {
        private byte _first;
    }
}
