using System.Buffers.Binary;
using System.Security.Cryptography;
using Sidecar.Domain.Walk;

namespace Sidecar.Host.Proxy;

/// <summary>Generates request ids: UUIDs of version 7, as 32 hexadecimal digits, ordered by their milliseconds.</summary>
/// <remarks>Ids identify and do not protect, so one secret seed per process is enough. The framework's own ids take a system call
/// each.</remarks>
/// <param name="seed">Different for each process; within one, no two numbers give the same id.</param>
internal sealed class RequestIds(ulong seed)
{
    public static RequestIds OfProcess() => new(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)));

    public string Of(DateTimeOffset now, long number)
    {
        Span<byte> id = stackalloc byte[16];
        var bits = Chance.SeedOf(seed, number);
        BinaryPrimitives.WriteInt64BigEndian(id, (now.ToUnixTimeMilliseconds() << 16) | 0x7000 | (long)(bits & 0x0FFF));
        // Two bits mark the UUID's variant; the bits that they replace are already in the first half.
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], 0x8000_0000_0000_0000 | (bits >> 2));
        return Convert.ToHexStringLower(id);
    }
}
