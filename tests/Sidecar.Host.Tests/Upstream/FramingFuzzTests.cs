using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Tests.Fuzz;
using Sidecar.Domain.Wire;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using Sidecar.Upstream;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>Answers whose head, lengths, chunks or encoding are damaged: each becomes an answer or a failure within a tenth of a second,
/// none grows beyond what was sent, and none that lacks a part passes for a whole one. Over real connections SIDECAR_FUZZ_FRAMES says how
/// many; in memory, where they are ten times as quick, <c>./fuzz</c> does.</summary>
[Collection(FuzzRun.Alone)]
public sealed partial class FramingFuzzTests
{
    private const int AtOnce = 8;

    // An upstream remembers its requests, so each is used only for so many.
    private const int PerUpstream = 1000;

    // The most that 8 KB of gzip can expand to.
    private const int LargestBody = 10 * 1024 * 1024;

    private static readonly int Inputs =
        int.Parse(Environment.GetEnvironmentVariable("SIDECAR_FUZZ_FRAMES") ?? "4000", CultureInfo.InvariantCulture);

    private static readonly IReadOnlyList<byte[]> Corpus =
    [
        Answer("Content-Type: application/json\r\nContent-Length: 13", "{\"choices\":[]"),
        Answer("Content-Type: application/json\r\nTransfer-Encoding: chunked", "5\r\n{\"a\":\r\n3\r\n12}\r\n0\r\n\r\n"),
        Answer("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked",
            "e\r\ndata: {\"a\":1}\n\r\n1\r\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"),
        Answer("Content-Type: text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\ndata: [DONE]\n\n"),
        Answer("Content-Length: 4\r\nRetry-After: 12", "slow", "429 Too Many Requests"),
        Answer("Content-Length: 0", "", "204 No Content"),
        .. Encoded(),
    ];

    [Fact]
    public void no_damage_hangs_grows_or_passes_for_a_whole_answer_in_memory()
    {
        byte[] sent = [];
        using var connections = new UpstreamConnections(connect: (_, _) => ValueTask.FromResult<Stream>(new MemoryConnection(sent)));
        using var client = new HttpUpstreamClient(TimeProvider.System, connections);
        // What 8 KB of gzip become passes through; that it is not kept, the heap at the end says.
        new FuzzRun("HTTP framing") { MostAllocated = _ => LargestBody }.On(Corpus, bytes =>
        {
            sent = bytes;
            var length = LengthOf(client, "http://memory/v1").GetAwaiter().GetResult();
            Assert.True(length is null or <= LargestBody, "it grew");
            if (length is { } whole && ToldLength(bytes) is { } told)
                Assert.Equal(told, whole);
        });
    }

    [Fact]
    public async Task no_damage_hangs_grows_or_passes_for_a_whole_answer()
    {
        var compared = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async worker =>
        {
            var damage = new Mutation(Corpus, FuzzRun.Seed + worker);
            var found = 0;
            for (var left = Inputs / AtOnce; left > 0; left -= PerUpstream)
                found += await Try(damage, Math.Min(left, PerUpstream));
            return found;
        }));

        Assert.True(compared.Sum() > Inputs / 50, $"only {compared.Sum()} lengths were compared");
    }

    /// <returns>How many lengths could be compared.</returns>
    private static async Task<int> Try(Mutation damage, int inputs)
    {
        var compared = 0;
        byte[] sent = [];
        await using var upstream = new RawUpstream(() => sent);
        using var client = new HttpUpstreamClient(TimeProvider.System, new UpstreamConnections());
        for (var i = 0; i < inputs; i++)
        {
            sent = damage.Next();
            var length = await LengthOf(client, upstream.BaseUrl);
            Assert.True(length is null or <= LargestBody, Convert.ToHexString(sent));
            if (length is not { } whole || ToldLength(sent) is not { } told)
                continue;
            Assert.True(whole == told, $"{whole} of {told} bytes passed for the whole: {Convert.ToHexString(sent)}");
            compared++;
        }
        return compared;
    }

    /// <summary>The bytes of a body that ended well; null if it failed.</summary>
    private static async Task<long?> LengthOf(HttpUpstreamClient client, string baseUrl)
    {
        var body = Body();
        try
        {
            if (await client.SendAsync(CallOf(body, baseUrl), default).Soon() is not UpstreamAnswer answer)
                return null;
            using (answer)
            {
                long length = answer.Peeked.Length;
                var buffer = new byte[16 * 1024];
                while (await answer.Body.ReadAsync(buffer).Soon() is var read and > 0)
                    length += read;
                return length;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return null;
        }
        finally
        {
            body.Release();
        }
    }

    // Read without the code under test: a single plain length, and nothing else that frames the body.
    private static long? ToldLength(byte[] sent)
    {
        var text = Encoding.Latin1.GetString(sent);
        if (PlainHead().Match(text) is not { Success: true } head)
            return null;
        var lines = head.Value.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        var framing = lines.Where(line => Framing().IsMatch(line)).ToList();
        return framing is [var only] && Length().Match(only) is { Success: true } length
            ? long.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static byte[] Answer(string headers, string body, string status = "200 OK") =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\n\r\n{body}");

    private static IEnumerable<byte[]> Encoded()
    {
        var text = Encoding.UTF8.GetBytes("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text);
        yield return [.. Answer($"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}", ""),
            .. packed.ToArray()];
        packed.SetLength(0);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(text);
        yield return [.. Answer("Content-Type: application/json\r\nContent-Encoding: br", ""), .. packed.ToArray()];
    }

    private static PooledBody Body()
    {
        var text = """{"model":"m","messages":[]}"""u8;
        var array = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(array);
        return new PooledBody(array, text.Length);
    }

    private static UpstreamCall CallOf(PooledBody body, string baseUrl)
    {
        var request = new ProxyRequest
        {
            Id = "r",
            Method = "POST",
            Path = "/v1/chat/completions",
            Query = "",
            Headers = new Dictionary<string, StringValues> { ["Content-Type"] = "application/json" },
            Body = body,
            Envelope = RequestEnvelopeReader.Read(body.Memory.Span),
            Model = "m",
            HasAuthorization = false,
            ArrivedAt = TimeProvider.System.GetUtcNow(),
            ReadAt = TimeProvider.System.GetUtcNow(),
            RequestNumber = 0,
            ClientGone = default,
        };
        return new UpstreamCall(request, new Backend { Id = "a", Pool = "p", BaseUrl = baseUrl }, 1, Bounds.Wait, InjectUsage: false);
    }

    [GeneratedRegex("^HTTP/1\\.1 (200|400|404|429|500|503) [ -~]*\r\n(?:[A-Za-z-]+: [ -~]*\r\n)*\r\n")]
    private static partial Regex PlainHead();

    [GeneratedRegex("^(content-length|transfer-encoding|content-encoding)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Framing();

    [GeneratedRegex("^content-length: (\\d{1,9})$", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
