using System.Buffers.Binary;
using System.Security.Cryptography;
using Sidecar.Domain.Walk;

namespace Sidecar.Host.Proxy;

/// <summary>Ids of requests: UUIDs of version 7, 32 hexadecimal digits, in the order of their milliseconds.</summary>
/// <remarks>They name and do not protect: one secret seed for the process does. The framework's own take a system call each.</remarks>
/// <param name="seed">Differs from process to process; within one, no two numbers give the same id.</param>
internal sealed class RequestIds(ulong seed)
{
    public static RequestIds OfProcess() => new(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)));

    public string Of(DateTimeOffset now, long number)
    {
        Span<byte> id = stackalloc byte[16];
        var bits = Chance.SeedOf(seed, number);
        BinaryPrimitives.WriteInt64BigEndian(id, (now.ToUnixTimeMilliseconds() << 16) | 0x7000 | (long)(bits & 0x0FFF));
        // Two bits say that it is a UUID; those that they hide were told above.
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], 0x8000_0000_0000_0000 | (bits >> 2));
        return Convert.ToHexStringLower(id);
    }
}
