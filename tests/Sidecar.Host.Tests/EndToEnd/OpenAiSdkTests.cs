using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>What a program sees that was written for OpenAI and had only its endpoint changed.</summary>
public sealed class OpenAiSdkTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather", "The weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

    [Fact]
    public async Task a_chat_is_answered()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var completion = (await Client(sidecar).GetChatClient("m").CompleteChatAsync("hi")).Value;

        Assert.Equal(("Hello", 11, 7, ChatFinishReason.Stop), (completion.Content[0].Text, completion.Usage.InputTokenCount,
            completion.Usage.OutputTokenCount, completion.FinishReason));
        var sent = await upstream.Arrival();
        Assert.Equal(("Bearer key-of-a", "/v1/chat/completions"), (sent.Header("authorization"), sent.Target));
    }

    [Fact]
    public async Task a_streamed_chat_is_answered_word_by_word()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Stream(
            Events.Delta("Hel") + Events.Delta("lo") + Events.Stop + Events.Usage + Events.Done));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var words = new List<string>();
        await foreach (var update in Client(sidecar).GetChatClient("m").CompleteChatStreamingAsync("hi"))
            words.AddRange(update.ContentUpdate.Select(part => part.Text));

        Assert.Equal(["Hel", "lo"], words);
    }

    [Fact]
    public async Task a_tool_is_called()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json(
            """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Köln\"}"}}]},"finish_reason":"tool_calls"}]}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var completion = (await Client(sidecar).GetChatClient("m")
            .CompleteChatAsync([new UserChatMessage("hi")], new ChatCompletionOptions { Tools = { Weather } })).Value;

        var call = Assert.Single(completion.ToolCalls);
        Assert.Equal(("get_weather", """{"city":"Köln"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
        using var sent = JsonDocument.Parse((await upstream.Arrival()).Body);
        Assert.Equal("get_weather", sent.RootElement.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task a_tool_is_called_in_a_stream()
    {
        static string Call(string fields) =>
            $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,{{{fields}}}}]},"finish_reason":null}]}""" + "\n\n";
        await using var upstream = await FakeUpstream.Start(Reply.Stream(
            Call(""" "id":"t1","type":"function","function":{"name":"get_weather","arguments":""} """) + Call(""" "function":{"arguments":"{\"city\":"} """) + Call(""" "function":{"arguments":"\"Bonn\"}"} """) + Events.Stop + Events.Done));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var (name, arguments) = ("", new StringBuilder());
        await foreach (var update in Client(sidecar).GetChatClient("m")
            .CompleteChatStreamingAsync([new UserChatMessage("hi")], new ChatCompletionOptions { Tools = { Weather } }))
            foreach (var call in update.ToolCallUpdates)
            {
                name = call.FunctionName ?? name;
                arguments.Append(call.FunctionArgumentsUpdate);
            }

        Assert.Equal(("get_weather", """{"city":"Bonn"}"""), (name, arguments.ToString()));
    }

    [Fact]
    public async Task embeddings_are_answered_and_counted()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAEA="}],"model":"e","usage":{"prompt_tokens":5,"total_tokens":5}}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = await Client(sidecar).GetEmbeddingClient("e").GenerateEmbeddingAsync("text");

        Assert.Equal([1f, 2f], answer.Value.ToFloats().ToArray());
        var id = answer.GetRawResponse().Headers.TryGetValue("x-sidecar-request-id", out var value) ? value! : "";
        Assert.Equal(5, (await sidecar.UsageAfter(id))[0].GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task exhausted_pools_are_an_exception_that_says_when_to_come_back()
    {
        await using var upstream = await FakeUpstream.Start(Reply.RateLimited());
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var fault = await Assert.ThrowsAsync<ClientResultException>(() => Client(sidecar).GetChatClient("m").CompleteChatAsync("hi"));

        Assert.Equal(503, fault.Status);
        Assert.Contains("Service unavailable: all provider pools exhausted", fault.Message, StringComparison.Ordinal);
        var answer = fault.GetRawResponse()!;
        Assert.True(answer.Headers.TryGetValue("retry-after", out var seconds));
        Assert.InRange(int.Parse(seconds!, System.Globalization.CultureInfo.InvariantCulture), 59, 67);
        Assert.True(answer.Headers.TryGetValue("x-should-retry", out var again));
        Assert.Equal(("false", 1), (again, upstream.Count));
    }

    // Unlike the SDKs for Python and JavaScript, which throw, this one ignores error events: the chat just never finishes.
    [Fact]
    public async Task a_stream_that_breaks_never_looks_finished()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        await using var updates = Client(sidecar).GetChatClient("m").CompleteChatStreamingAsync("hi").GetAsyncEnumerator();
        var first = updates.MoveNextAsync();
        await live.Send(Events.Delta("word"));
        Assert.True(await first.Soon());
        Assert.Equal("word", updates.Current.ContentUpdate[0].Text);
        await live.Cut();

        await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            while (await updates.MoveNextAsync().Soon())
                Assert.Equal((0, null), (updates.Current.ContentUpdate.Count, updates.Current.FinishReason));
        });
    }

    // Retries are off: the SDK waits as long as Retry-After says. Sidecar has already waited, and a test should not.
    private static OpenAIClient Client(RunningSidecar sidecar) => new(
        new ApiKeyCredential("of-client"),
        new OpenAIClientOptions { Endpoint = new Uri(sidecar.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) });
}
