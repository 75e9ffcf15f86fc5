namespace Sidecar.Host.Storage;

/// <summary>Request ids as Sidecar makes them, 32 hexadecimal digits, in half the bytes.</summary>
internal static class RequestIdBytes
{
    public const int Size = 16;

    /// <summary>False for one of another form, which is stored as the text that it is.</summary>
    public static bool TryWrite(string id, Span<byte> bytes)
    {
        if (id.Length != 2 * Size)
            return false;
        // What is read again is written in small letters.
        foreach (var c in id)
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        return Convert.FromHexString(id, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
