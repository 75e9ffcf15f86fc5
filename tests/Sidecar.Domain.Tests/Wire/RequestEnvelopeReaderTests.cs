using System.Text;
using CsCheck;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class RequestEnvelopeReaderTests
{
    private static RequestEnvelope Read(string body) => RequestEnvelopeReader.Read(Encoding.UTF8.GetBytes(body));

    private static string At(string body, int start, int length) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body), start, length);

    [Fact]
    public void model_and_stream_are_read_wherever_they_stand()
    {
        var envelope = Read("""{"messages":[{"role":"user","content":"hi","model":"inner","stream":false}],"stream":true,"temperature":0.1,"model":"meta/llama-3.1-8b-instruct"}""");
        Assert.Equal("meta/llama-3.1-8b-instruct", envelope.Model);
        Assert.True(envelope.Stream);
        Assert.True(envelope.IsObject);
        Assert.Null(envelope.MaxTokens);
    }

    [Theory]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""  { "a" : "ä€😀" , "model" : "m" }  """)]
    [InlineData("\uFEFF{\"model\":\"m\"}\r\n")]
    [InlineData("""{"model":"old","model":"m"}""")]
    [InlineData("""{"mod\u0065l":"m"}""")]
    public void offsets_point_at_the_value_with_its_quotes(string body)
    {
        var envelope = Read(body);
        Assert.Equal("m", envelope.Model);
        Assert.Equal("\"m\"", At(body, envelope.ModelStart, envelope.ModelLength));
    }

    [Fact]
    public void an_escaped_model_is_unescaped_while_its_offsets_cover_the_escapes()
    {
        const string Body = """{"model":"a\u002Fb\n"}""";
        var envelope = Read(Body);
        Assert.Equal("a/b\n", envelope.Model);
        Assert.Equal("""
            "a\u002Fb\n"
            """, At(Body, envelope.ModelStart, envelope.ModelLength));
    }

    [Theory]
    [InlineData("""{"stream":true}""")]
    [InlineData("""{"model":null}""")]
    [InlineData("""{"model":7}""")]
    [InlineData("""{"model":""}""")]
    [InlineData("""{"model":{"model":"m"}}""")]
    [InlineData("""{"model":["m"]}""")]
    [InlineData("""{"model":"m","model":false}""")]
    public void a_model_that_is_no_name_is_unknown_but_the_body_is_still_an_object(string body)
    {
        var envelope = Read(body);
        Assert.Equal((RequestEnvelope.UnknownModel, -1, true), (envelope.Model, envelope.ModelStart, envelope.IsObject));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\uFEFF")]
    [InlineData("[{\"model\":\"m\"}]")]
    [InlineData("\"model\"")]
    [InlineData("null")]
    [InlineData("hello")]
    [InlineData("{\"model\":\"m\"")]
    [InlineData("{\"model\":\"m\",")]
    [InlineData("{\"model\":\"m\",}")]
    [InlineData("{\"model\":\"m\"} trailing")]
    [InlineData("{\"model\":\"m\"}{}")]
    [InlineData("{\"model\":\"m\" /* c */}")]
    [InlineData("{\"model\":\"\\ud800\"}")]
    [InlineData("{\"stream_options\":{\"include_usage\":tru}}")]
    [InlineData("--boundary\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1")]
    public void anything_that_is_no_json_object_is_opaque(string body) => Assert.Equal(RequestEnvelope.Opaque, Read(body));

    [Fact]
    public void broken_utf8_in_the_model_is_opaque() =>
        Assert.Equal(RequestEnvelope.Opaque, RequestEnvelopeReader.Read([.. "{\"model\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Theory]
    [InlineData(400, true)]
    [InlineData(100_000, false)]
    public void nesting_is_followed_as_far_as_any_real_request_goes(int depth, bool read) =>
        Assert.Equal(read, Read($$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}},"model":"m"}""").IsObject);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("\"true\"", false)]
    [InlineData("1", false)]
    [InlineData("{\"stream\":true}", false)]
    [InlineData("[true]", false)]
    [InlineData("true,\"stream\":false", false)]
    [InlineData("false,\"stream\":true", true)]
    public void only_a_literal_true_streams(string value, bool streams) => Assert.Equal(streams, Read($$"""{"stream":{{value}}}""").Stream);

    [Theory]
    [InlineData("{}", false, "}")]
    [InlineData("{\"include_usage\":true}", true, "\"include_usage\":true}")]
    [InlineData("{ \"include_usage\" : true }", true, " \"include_usage\" : true }")]
    [InlineData("{\"include_usage\":false}", false, "\"include_usage\":false}")]
    [InlineData("{\"include_usage\":\"true\"}", false, "\"include_usage\":\"true\"}")]
    [InlineData("{\"x\":{\"include_usage\":true}}", false, "\"x\":{\"include_usage\":true}}")]
    public void stream_options_are_read_to_see_whether_usage_is_asked_for(string options, bool asked, string rest)
    {
        var body = $$"""{"stream_options":{{options}},"z":1}""";
        var envelope = Read(body);
        Assert.Equal(asked, envelope.IncludesUsage);
        Assert.StartsWith(rest, body[envelope.StreamOptionsStart..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"stream_options":{"include_usage":false}}""", "false")]
    [InlineData("""{"stream_options":{"include_usage":null}}""", "null")]
    [InlineData("""{"stream_options":null}""", "null")]
    [InlineData("""{"stream_options":{"include_usage":true},"stream_options": null}""", "null")]
    [InlineData("""{"stream_options":{"include_usage":true,"include_usage":false}}""", "false")]
    public void a_value_that_stands_in_the_place_of_the_wish_is_found(string body, string value)
    {
        var envelope = Read(body);
        Assert.False(envelope.IncludesUsage);
        Assert.Equal(value, At(body, envelope.UsageValueStart, envelope.UsageValueLength));
        Assert.Equal(body.Length - value.Length - (envelope.StreamOptionsStart < 0 ? 1 : 2), envelope.UsageValueStart);
    }

    [Theory]
    [InlineData("""{"stream_options":"yes"}""", true)]
    [InlineData("""{"stream_options":[]}""", true)]
    [InlineData("""{"stream_options":true}""", true)]
    [InlineData("""{"stream_options":{"include_usage":1}}""", true)]
    [InlineData("""{"stream_options":"yes","stream_options":{}}""", false)]
    [InlineData("""{"stream_options":{"include_usage":1,"include_usage":null}}""", false)]
    [InlineData("""{"stream":true}""", false)]
    public void odd_stream_options_are_marked(string body, bool odd) => Assert.Equal(odd, Read(body).HasOddStreamOptions);

    [Theory]
    [InlineData("\"max_tokens\":100", 100L)]
    [InlineData("\"max_tokens\":100,\"max_completion_tokens\":300,\"max_output_tokens\":200", 300L)]
    [InlineData("\"max_tokens\":0", 0L)]
    [InlineData("\"max_tokens\":null", null)]
    [InlineData("\"max_tokens\":-1", null)]
    [InlineData("\"max_tokens\":\"9\"", null)]
    [InlineData("\"max_tokens\":1.5", null)]
    [InlineData("\"max_tokens\":99999999999999999999", null)]
    [InlineData("\"max_tokens\":{\"max_tokens\":5}", null)]
    public void the_largest_token_limit_counts(string fields, long? expected) => Assert.Equal(expected, Read("{" + fields + "}").MaxTokens);

    [Fact]
    public void no_prefix_of_a_body_and_no_garbled_body_throws() =>
        Gen.Select(Gen.Int[0, 300], Gen.Byte, Gen.Int[0, 300]).Sample((at, value, length) =>
        {
            var body = """{"model":"m\u0041","messages":[{"role":"user","content":"hé \"q\""}],"stream":true,"stream_options":{"include_usage":false},"max_tokens":12}"""u8.ToArray();
            body[at % body.Length] = value;
            var envelope = RequestEnvelopeReader.Read(body.AsSpan(0, Math.Min(length, body.Length)));
            Assert.True(envelope.ModelStart + envelope.ModelLength <= length);
        }, iter: 5000);

    [Fact]
    public void nothing_is_allocated_but_the_name()
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"messages":[{"content":"{{{new string('x', 100_000)}}}"}],"model":"mm","stream":true,"stream_options":{}}""");
        RequestEnvelopeReader.Read(body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RequestEnvelopeReader.Read(body);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64);
    }
}
