using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Translation;

/// <summary>Anthropic's own library is the judge: it must read the same from a translated answer as from a real one.</summary>
public sealed class MessagesSdkTests
{
    private static readonly MessageCreateParams Ask = new() { MaxTokens = 100, Model = "m", Messages = [new UserMessageParam("hi")] };

    [Fact]
    public async Task a_message_is_the_same()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var real = await FakeUpstream.Start(Reply.Json(ChatTalk.RealMessage));

        Same(await Asked(real, "dialect = anthropic", client => client.Messages.Create(Ask)),
            await Asked(chat, "", client => client.Messages.Create(Ask)));
    }

    [Fact]
    public async Task a_stream_is_the_same()
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(ChatTalk.Stream));
        await using var real = await FakeUpstream.Start(Reply.Stream(ChatTalk.RealMessageStream));

        Same(await Asked(real, "dialect = anthropic", Streamed), await Asked(chat, "", Streamed));
    }

    [Fact]
    public async Task a_refusal_is_an_exception_of_its_kind()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json("""{"error":{"message":"Wrong","type":"invalid_request_error","code":"bad","param":"x"}}""", 400));
        var fault = await Assert.ThrowsAsync<AnthropicBadRequestException>(() => Asked(chat, "", client => client.Messages.Create(Ask)));
        Assert.Contains("Wrong", fault.Message + fault.ResponseBody, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"invalid_request_error\"", fault.ResponseBody, StringComparison.Ordinal);
    }

    private static Task<Message> Streamed(AnthropicClient client) => client.Messages.CreateStreaming(Ask).Aggregate();

    private static async Task<Message> Asked(FakeUpstream upstream, string more, Func<AnthropicClient, Task<Message>> ask)
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: more) + Calm);
        using var client = new AnthropicClient { BaseUrl = sidecar.Address.ToString(), ApiKey = "of-client", MaxRetries = 0 };
        var message = await ask(client);
        message.Validate();
        return message;
    }

    private static void Same(Message expected, Message actual)
    {
        Assert.Equal(JsonSerializer.Serialize(expected.Content), JsonSerializer.Serialize(actual.Content));
        Assert.Equal(
            (expected.StopReason?.Raw(), expected.StopSequence, expected.Model.Raw(), expected.Usage.InputTokens,
                expected.Usage.CacheReadInputTokens, expected.Usage.OutputTokens),
            (actual.StopReason?.Raw(), actual.StopSequence, actual.Model.Raw(), actual.Usage.InputTokens, actual.Usage.CacheReadInputTokens,
                actual.Usage.OutputTokens));
    }
}
