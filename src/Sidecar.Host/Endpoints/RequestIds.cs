using System.Buffers.Binary;

namespace Sidecar.Endpoints;

/// <summary>Ids of requests: UUIDs of version 7, 32 hexadecimal digits, in the order of their milliseconds.</summary>
/// <remarks>They name and do not protect: the framework's own come from the kernel's source of secrets, a system call for each.</remarks>
internal static class RequestIds
{
    public static string New(DateTimeOffset now, Random chance)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, now.ToUnixTimeMilliseconds() << 16);
        chance.NextBytes(id[6..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return Convert.ToHexStringLower(id);
    }
}
