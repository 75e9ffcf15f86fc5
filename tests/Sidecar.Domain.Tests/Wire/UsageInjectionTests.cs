using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class UsageInjectionTests
{
    private const string Chat = "/v1/chat/completions";

    [Theory]
    [InlineData(Chat, true)]
    [InlineData("/v1/chat/completions/", true)]
    [InlineData("/v1/completions", true)]
    [InlineData("/v1/openai/deployments/x/chat/completions", true)]
    [InlineData("/v1/embeddings", false)]
    [InlineData("/v1/responses", false)]
    [InlineData("/v1/messages", false)]
    [InlineData("/v1/autocompletions", false)]
    [InlineData("/v1/chat/completions/abc", false)]
    public void only_chat_and_legacy_completions_understand_the_option(string path, bool applies) =>
        Assert.Equal(applies, UsageInjection.Applies(path, RequestEnvelopeReader.Read("""{"stream":true}"""u8)));

    [Theory]
    [InlineData("""{"stream":true,"stream_options":{}}""", true)]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":false}}""", true)]
    [InlineData("""{"stream":true,"stream_options":null}""", true)]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""", false)]
    [InlineData("""{"stream":true,"stream_options":"odd"}""", false)]
    [InlineData("""{"stream":false}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("""{"stream":true""", false)]
    [InlineData("", false)]
    public void only_streams_that_did_not_ask_themselves_are_asked_for(string body, bool applies) =>
        Assert.Equal(applies, UsageInjection.Applies(Chat, RequestEnvelopeReader.Read(System.Text.Encoding.UTF8.GetBytes(body))));
}
