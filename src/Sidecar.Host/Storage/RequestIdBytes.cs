namespace Sidecar.Host.Storage;

/// <summary>Stores Sidecar's own request ids, 32 hexadecimal digits, in half the bytes.</summary>
internal static class RequestIdBytes
{
    public const int Size = 16;

    /// <summary>False for an id of another form, which is stored as text.</summary>
    public static bool TryWrite(string id, Span<byte> bytes)
    {
        if (id.Length != 2 * Size)
            return false;
        // Only lower case, because reading gives lower case.
        foreach (var c in id)
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        return Convert.FromHexString(id, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
