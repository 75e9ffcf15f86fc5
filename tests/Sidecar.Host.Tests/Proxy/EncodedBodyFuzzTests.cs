using System.Buffers;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sidecar.Host.Proxy;
using Sidecar.Upstream;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>Request bodies whose encoding is damaged: no decoder lets an exception out of its reader, and none returns more than the
/// limit.</summary>
public sealed class EncodedBodyFuzzTests
{
    private const int Limit = 1 << 20;

    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""");

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void no_damage_throws(string encoding)
    {
        var chance = new Random(7);
        var whole = Encoded(encoding);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = whole.ToList();
            for (var times = chance.Next(1, 5); times > 0; times--)
                Damage(bytes, chance);
            var headers = new HeaderDictionary { ["Content-Encoding"] = encoding };
            var body = Pooled([.. bytes]);

            var content = RequestContent.Read(headers, body, Limit);

            Assert.True((content.Decoded?.Length ?? 0) <= Limit + 4096);
            content.Decoded?.Release();
            body.Release();
        }
    }

    [Fact]
    public void a_small_body_that_becomes_a_large_one_is_too_large()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[64 << 20]);

        Assert.True(RequestContent.Read(new HeaderDictionary { ["Content-Encoding"] = "gzip" }, Pooled(packed.ToArray()), Limit)
            .IsTooLarge);
    }

    private static PooledBody Pooled(byte[] bytes)
    {
        var writer = new PooledBodyWriter(Math.Max(1, bytes.Length));
        writer.Write(bytes);
        return writer.ToBody();
    }

    private static void Damage(List<byte> bytes, Random chance)
    {
        var at = chance.Next(bytes.Count + 1);
        if (chance.Next(3) == 0 && bytes.Count > 0)
            bytes[chance.Next(bytes.Count)] ^= (byte)(1 << chance.Next(8));
        else if (chance.Next(2) == 0)
            bytes.RemoveRange(at, chance.Next(bytes.Count - at + 1));
        else
            bytes.InsertRange(at, Enumerable.Range(0, chance.Next(20)).Select(_ => (byte)chance.Next(256)));
    }

    private static byte[] Encoded(string encoding)
    {
        using var output = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(output, CompressionLevel.Optimal, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(output, leaveOpen: true),
        })
            packer.Write(Plain);
        return output.ToArray();
    }
}
