using System.Buffers;
using Sidecar.Domain.Wire;

namespace Sidecar.Relay;

/// <summary>Keeps the beginning of a document that was passed on when only white space had come: it may turn out to be an error.</summary>
internal sealed class LateBeginning
{
    private const int Longest = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _kept = new();

    /// <summary>What came after the white space, up to a limit; null if nothing did.</summary>
    public byte[]? Bytes => _kept.WrittenCount > 0 ? _kept.WrittenSpan.ToArray() : null;

    /// <summary>Null unless everything so far is white space. DeepSeek, for example, sends empty lines while it computes.</summary>
    public static LateBeginning? After(ReadOnlySpan<byte> peeked) =>
        JsonStart.WhiteSpace(peeked) == peeked.Length ? new LateBeginning() : null;

    public void See(ReadOnlySpan<byte> bytes)
    {
        if (_kept.WrittenCount == 0)
            bytes = bytes[JsonStart.WhiteSpace(bytes)..];
        _kept.Write(bytes[..Math.Min(bytes.Length, Longest - _kept.WrittenCount)]);
    }
}
