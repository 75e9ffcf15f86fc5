using System.Security.Cryptography;

namespace Sidecar.Host.Tests.Clients;

/// <summary>Bytes for images and sounds, the same here and in <c>seats/saw.mjs</c>: no compression makes them smaller and no text encoding
/// preserves them.</summary>
internal static class Payload
{
    public static byte[] Bytes { get; } = Make(2 * 1024 * 1024);

    public static byte[] Sound { get; } = Bytes[..100_000];

    public static string Image { get; } = $"data:image/png;base64,{Convert.ToBase64String(Bytes)}";

    public static string Digest(ReadOnlySpan<byte> data) =>
        $"{data.Length} bytes, sha {Convert.ToHexStringLower(SHA256.HashData(data))[..8]}";

    private static byte[] Make(int length)
    {
        var made = new byte[length];
        for (var (i, x) = (0, 1); i < length; i++)
            made[i] = (byte)(x = (x * 75 + 74) % 65537);
        return made;
    }
}
