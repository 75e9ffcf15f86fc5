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
    private static readonly MessageCreateParams Ask = new()
    {
        MaxTokens = 4000,
        Model = "m",
        Messages = [new UserMessageParam("hi")],
        Thinking = new ThinkingConfigEnabled { BudgetTokens = 1024 },
    };

    public static TheoryData<string> Talks => [.. Talk.All.Keys];

    [Theory]
    [MemberData(nameof(Talks))]
    public async Task a_message_is_the_same(string talk)
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(AsChat.Document(Talk.All[talk])));
        await using var real = await FakeUpstream.Start(Reply.Json(AsMessages.Document(Talk.All[talk])));

        Same(await Asked(real, "dialect = anthropic", client => client.Messages.Create(Ask)),
            await Asked(chat, "", client => client.Messages.Create(Ask)));
    }

    [Theory]
    [MemberData(nameof(Talks))]
    public async Task a_stream_is_the_same(string talk)
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(AsChat.Stream(Talk.All[talk])));
        await using var real = await FakeUpstream.Start(Reply.Stream(AsMessages.Stream(Talk.All[talk])));

        Same(await Asked(real, "dialect = anthropic", Streamed), await Asked(chat, "", Streamed));
    }

    [Theory]
    [InlineData(400, "invalid_request_error", "AnthropicBadRequestException")]
    [InlineData(404, "not_found_error", "AnthropicNotFoundException")]
    [InlineData(422, "invalid_request_error", "AnthropicUnprocessableEntityException")]
    public async Task a_refusal_is_an_exception_of_its_kind(int status, string type, string kind)
    {
        await using var chat = await FakeUpstream.Start(Reply.Json("""{"error":{"message":"Wrong","type":"invalid_request_error","code":"bad","param":"x"}}""", status));
        await using var real = await FakeUpstream.Start(Reply.Json(
            $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"Wrong"},"request_id":"req_1"}""", status));

        var expected = await Fault(real, "dialect = anthropic");
        var fault = await Fault(chat, "");

        Assert.Equal((kind, kind), (expected.GetType().Name, fault.GetType().Name));
        Assert.Equal(Error(expected), Error(fault));
    }

    [Fact]
    public async Task an_error_in_a_stream_is_an_exception_of_its_kind()
    {
        const string Begun = """data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}""" + "\n\n";
        await using var chat = await FakeUpstream.Start(Reply.Stream(
            Begun + """data: {"error":{"message":"Too busy","type":"overloaded_error","code":503}}""" + "\n\n"));
        await using var real = await FakeUpstream.Start(Reply.Stream(
            AsMessages.Stream(Talk.All["text"]).Split("event: content_block_stop")[0]
                + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Too busy\"}}\n\n"));

        var expected = await Assert.ThrowsAnyAsync<AnthropicException>(() => Asked(real, "dialect = anthropic", Streamed));
        var fault = await Assert.ThrowsAnyAsync<AnthropicException>(() => Asked(chat, "", Streamed));

        Assert.Equal(expected.GetType(), fault.GetType());
        Assert.Contains("overloaded_error", expected.Message, StringComparison.Ordinal);
        Assert.Contains("overloaded_error", fault.Message, StringComparison.Ordinal);
    }

    private static string Error(AnthropicApiException fault)
    {
        using var body = JsonDocument.Parse(fault.ResponseBody);
        return body.RootElement.GetProperty("error").ToString();
    }

    private static Task<AnthropicApiException> Fault(FakeUpstream upstream, string more) =>
        Assert.ThrowsAnyAsync<AnthropicApiException>(() => Asked(upstream, more, client => client.Messages.Create(Ask)));

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
            (expected.StopReason?.Raw(), expected.StopSequence, expected.Model.Raw()),
            (actual.StopReason?.Raw(), actual.StopSequence, actual.Model.Raw()));
        Assert.Equal(Counts(expected.Usage), Counts(actual.Usage));
    }

    private static (long?, long?, long?, long?) Counts(Usage usage) =>
        (usage.InputTokens, usage.CacheReadInputTokens, usage.CacheCreationInputTokens, usage.OutputTokens);
}
