using System.Net.Http.Headers;
using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>Requests whose model is not plainly visible: compressed ones and forms.</summary>
public sealed class EncodedRequestTests
{
    private static readonly string TwoBackends = "models = [{ name = other }]";

    public static TheoryData<string> Encodings => ["gzip", "br", "deflate", "zstd"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task a_compressed_request_goes_where_its_model_is_served_and_untouched(string encoding)
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: TwoBackends)
            + Backend("b", b, more: "models = [{ name = m }]") + Calm);
        var packed = Compress(encoding, Chat.Plain);

        using var response = await sidecar.Send(Request(packed, encoding));

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
        var sent = await b.Arrival();
        Assert.Equal((encoding, true), (sent.Header("content-encoding"), packed.AsSpan().SequenceEqual(sent.Body)));
        Assert.Equal("m", Assert.Single(await sidecar.UsageAfter(response.Id(), "model")).GetProperty("model").GetString());
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task what_is_rewritten_goes_out_unpacked(string encoding)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "model-aliases { m = real }");

        using var response = await sidecar.Send(Request(Compress(encoding, Chat.Plain), encoding));

        var sent = await a.Arrival();
        Assert.Equal((null, Chat.Plain.Replace("\"m\"", "\"real\"", StringComparison.Ordinal)),
            (sent.Header("content-encoding"), sent.Text));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task a_bomb_is_too_large(string encoding)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "http.max-request-body = 64KiB\n");

        using var response = await sidecar.Send(Request(Compress(encoding, "{\"model\":\"m\",\"x\":\"" + new string(' ', 8 << 20) + "\"}"),
            encoding));

        Assert.Equal((413, 0), ((int)response.StatusCode, a.Count));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("something")]
    public async Task what_cannot_be_read_is_proxied_for_an_unknown_model(string encoding)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var response = await sidecar.Send(Request("not packed"u8.ToArray(), encoding));

        Assert.Equal((200, "not packed"), ((int)response.StatusCode, (await a.Arrival()).Text));
        Assert.Equal("unknown", Assert.Single(await sidecar.UsageAfter(response.Id(), "model")).GetProperty("model").GetString());
    }

    [Fact]
    public async Task a_form_names_its_model_in_a_field_and_an_alias_replaces_it_there()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a, more: TwoBackends) + Backend("b", b, more: "models = [{ name = whisper, upstream-name = whisper-large-v3 }]")
                + Calm);
        using var form = new MultipartFormDataContent("x-boundary")
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes("--x-bound\r\nname=\"model\"\r\n\r\nnone")), "file", "model.wav" },
            { new StringContent("whisper"), "model" },
            { new StringContent("text"), "response_format" },
        };

        using var response = await sidecar.Send(new HttpRequestMessage(HttpMethod.Post, "/v1/audio/transcriptions") { Content = form });

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
        var sent = await b.Arrival();
        Assert.Contains("\r\n\r\nwhisper-large-v3\r\n--x-boundary", sent.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"model\"\r\n\r\nnone", sent.Text, StringComparison.Ordinal);
        Assert.Equal($"{sent.Body.Length}", sent.Header("content-length"));
    }

    private static HttpRequestMessage Request(byte[] packed, string encoding)
    {
        var content = new ByteArrayContent(packed);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return new HttpRequestMessage(HttpMethod.Post, Chat.Path) { Content = content };
    }

    private static byte[] Compress(string encoding, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (encoding != "zstd")
            return Reply.Compress(encoding, bytes);
        using var packing = new ZstdSharp.Compressor();
        return packing.Wrap(bytes).ToArray();
    }
}
