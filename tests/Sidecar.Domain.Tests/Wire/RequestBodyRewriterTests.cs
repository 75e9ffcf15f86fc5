using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class RequestBodyRewriterTests
{
    private static string Rewrite(string body, string? newModel, bool addUsage)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var output = new ArrayBufferWriter<byte>();
        RequestBodyRewriter.Write(bytes, RequestEnvelopeReader.Read(bytes), newModel, addUsage, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Theory]
    [InlineData("""{"model":"a","stream":true}""", """{"model":"bb","stream":true}""")]
    [InlineData(""" { "x" : 1, "model" : "a\u0041" } """, """ { "x" : 1, "model" : "bb" } """)]
    [InlineData("""{"model":"first","model":"last"}""", """{"model":"first","model":"bb"}""")]
    [InlineData("""{"x":1}""", """{"x":1}""")]
    [InlineData("""{"model":5}""", """{"model":5}""")]
    [InlineData("not json", "not json")]
    public void only_the_models_value_is_replaced(string body, string expected) =>
        Assert.Equal(expected, Rewrite(body, "bb", addUsage: false));

    [Theory]
    [InlineData("a\"b\\c\n", """{"model":"a\"b\\c\n"}""")]
    [InlineData("qwen+tools/é", """{"model":"qwen+tools/é"}""")]
    public void the_new_name_is_escaped_as_far_as_json_asks(string name, string expected) =>
        Assert.Equal(expected, Rewrite("""{"model":"a"}""", name, addUsage: false));

    [Theory]
    [InlineData("""{"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("{}", """{"stream_options":{"include_usage":true}}""")]
    [InlineData(" {\n} ", " {\"stream_options\":{\"include_usage\":true}\n} ")]
    [InlineData("\uFEFF{\"a\":1}", "\uFEFF{\"stream_options\":{\"include_usage\":true},\"a\":1}")]
    [InlineData("""{"stream_options":{}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{ }}""", """{"stream_options":{"include_usage":true }}""")]
    [InlineData("""{"stream_options":{"x":1}}""", """{"stream_options":{"include_usage":true,"x":1}}""")]
    [InlineData("""{"stream_options":{"x":1,"include_usage": false ,"y":2}}""", """{"stream_options":{"x":1,"include_usage": true ,"y":2}}""")]
    [InlineData("""{"stream_options":{"include_usage":null}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options": null ,"a":1}""", """{"stream_options": {"include_usage":true} ,"a":1}""")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":"odd"}""", """{"stream_options":"odd"}""")]
    [InlineData("""{"stream_options":{"include_usage":"odd"}}""", """{"stream_options":{"include_usage":"odd"}}""")]
    [InlineData("[1]", "[1]")]
    public void usage_is_asked_for_with_the_smallest_change(string body, string expected) =>
        Assert.Equal(expected, Rewrite(body, null, addUsage: true));

    [Theory]
    [InlineData("""{"model":"a","stream_options":{"x":1}}""", """{"model":"b","stream_options":{"include_usage":true,"x":1}}""")]
    [InlineData("""{"stream_options":{"include_usage":false},"model":"a"}""", """{"stream_options":{"include_usage":true},"model":"b"}""")]
    [InlineData("""{"model":"a"}""", """{"stream_options":{"include_usage":true},"model":"b"}""")]
    public void both_changes_go_together_in_either_order(string body, string expected) =>
        Assert.Equal(expected, Rewrite(body, "b", addUsage: true));

    [Fact]
    public void a_rewritten_body_means_the_same_but_for_the_changes_asked_for() => RandomBodies.Any.Sample((body, newModel, addUsage) =>
    {
        var expected = JsonNode.Parse(body)!.AsObject();
        if (newModel is not null && expected["model"] is JsonValue model && model.TryGetValue<string>(out var name) && name.Length > 0)
            expected["model"] = newModel;
        if (addUsage)
        {
            expected["stream_options"] ??= new JsonObject();
            expected["stream_options"]!["include_usage"] = true;
        }

        var actual = JsonNode.Parse(Rewrite(body, newModel, addUsage));
        return JsonNode.DeepEquals(expected, actual);
    }, iter: 5000);

    [Fact]
    public void no_change_asked_for_means_no_byte_changed() =>
        RandomBodies.Any.Sample((body, _, _) => Rewrite(body, null, addUsage: false) == body, iter: 2000);
}
