using System.Buffers;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sidecar.Domain.Tests.Fuzz;
using Sidecar.Host.Proxy;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using Sidecar.Upstream;
using ZstdSharp;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>Compressed bodies, damaged: each is read or is a broken body, within a tenth of a second, and no half body is a whole
/// one.</summary>
[Collection(FuzzRun.Alone)]
public sealed class DecodingFuzzTests
{
    // What is read of one: a few bytes of brotli can stand for gigabytes, which pass through and are not kept.
    private const int MostRead = 1 << 20;

    private static readonly byte[] Plain =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => Events.Delta($"word {i * 7919}"))));

    [Theory]
    [InlineData("gzip"), InlineData("deflate"), InlineData("raw"), InlineData("br"), InlineData("gzip, br"), InlineData("deflate, gzip")]
    public void no_damage_to_an_answer_throws_hangs_or_grows(string encoding)
    {
        var encodings = BodyDecoding.Split(encoding == "raw" ? "deflate" : encoding);
        var buffer = new byte[16 * 1024];
        new FuzzRun($"decompression ({encoding})") { MostAllocated = _ => 4L * 1024 * 1024 }.On(
            [Encoded(encoding, Plain), Encoded(encoding, Plain[..100]), Plain],
            bytes =>
            {
                try
                {
                    Read(bytes, encodings, buffer);
                }
                catch (Exception e) when (e is InvalidDataException or IOException)
                {
                    // A broken body.
                }
            });
    }

    [Theory]
    [InlineData("gzip"), InlineData("deflate"), InlineData("br"), InlineData("zstd")]
    public void no_damage_to_a_request_throws_hangs_or_grows(string encoding)
    {
        var headers = new HeaderDictionary { ["Content-Encoding"] = encoding };
        var request = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"""u8.ToArray();
        // A window of zstd is 8 MiB at most.
        new FuzzRun($"decompression of requests ({encoding})") { MostAllocated = _ => 24L * 1024 * 1024 }.On(
            [Encoded(encoding, request), Encoded(encoding, Plain), request],
            bytes =>
            {
                var writer = new PooledBodyWriter(Math.Max(1, bytes.Length));
                writer.Write(bytes);
                var body = writer.ToBody();
                var content = RequestContent.Read(headers, body, MostRead);
                Assert.True((content.Decoded?.Length ?? 0) <= MostRead + 4096);
                content.Decoded?.Release();
                body.Release();
            });
    }

    [Theory]
    [InlineData("gzip"), InlineData("deflate"), InlineData("br"), InlineData("gzip, br"), InlineData("deflate, gzip")]
    public void no_beginning_of_a_body_passes_for_the_whole(string encoding)
    {
        var (whole, buffer) = (Encoded(encoding, Plain), new byte[16 * 1024]);
        Assert.Equal(Plain.Length, Read(whole, BodyDecoding.Split(encoding), buffer));
        for (var length = 1; length < whole.Length; length++)
        {
            var fault = Record.Exception(() =>
            {
                Read(whole[..length], BodyDecoding.Split(encoding), buffer);
            });
            Assert.True(fault is InvalidDataException or IOException, $"{length} of {whole.Length} bytes of {encoding} passed for all");
        }
    }

    private static int Read(byte[] bytes, string[] encodings, byte[] buffer)
    {
        using var decoded = BodyDecoding.Decoded(new MemoryStream(bytes), encodings)!;
        var length = 0;
        while (length < MostRead && decoded.ReadAsync(buffer).AsTask().GetAwaiter().GetResult() is var read and > 0)
            length += read;
        return length;
    }

    private static byte[] Encoded(string encodings, byte[] plain)
    {
        foreach (var encoding in encodings.Split(", "))
        {
            using var output = new MemoryStream();
            using (Stream packer = encoding switch
            {
                "gzip" => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
                "deflate" => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
                "raw" => new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true),
                "br" => new BrotliStream(output, CompressionLevel.Optimal, leaveOpen: true),
                _ => new CompressionStream(output, leaveOpen: true),
            })
                packer.Write(plain);
            plain = output.ToArray();
        }
        return plain;
    }
}
