using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public sealed class AnswerModelTests
{
    [Theory]
    [InlineData("""{"id":"c","model":"m-1","choices":[]}""", "m-1")]
    [InlineData("""{"type":"message_start","message":{"id":"x","model":"claude"}}""", "claude")]
    [InlineData("""{"type":"response.created","response":{"id":"x","model":"gpt"}}""", "gpt")]
    [InlineData("""{"choices":[{"message":{"content":"x","model":"not-this"}}],"model":"m-2"}""", "m-2")]
    [InlineData("""{"choices":[{"model":"not-this"}]}""", null)]
    [InlineData("""{"id":"c","model":"m-1","choi""", "m-1")]
    [InlineData("""{"id":"c","mod""", null)]
    [InlineData("""{"model":7}""", null)]
    [InlineData("""{"model":null}""", null)]
    [InlineData("not json", null)]
    [InlineData("", null)]
    public void a_documents_own_model_is_read(string json, string? model) =>
        Assert.Equal(model, AnswerModel.ReadJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void a_streams_first_event_tells() =>
        Assert.Equal("m-1", AnswerModel.ReadFirstEvent(": hello\n\ndata: {\"model\":\"m-1\"}\n\ndata: {\"model\":\"m-2\"}\n\n"u8));

    [Fact]
    public void a_model_too_long_to_be_one_is_none() =>
        Assert.Null(AnswerModel.ReadJson(Encoding.UTF8.GetBytes($$"""{"model":"{{new string('x', 300)}}"}""")));
}
