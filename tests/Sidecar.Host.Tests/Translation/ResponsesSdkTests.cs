using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using OpenAI.Responses;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Translation;

#pragma warning disable OPENAI001 // This part of OpenAI's library is marked as a preview.

/// <summary>OpenAI's own library is the judge: what it reads in a translated response is what it reads in the real one.</summary>
public sealed class ResponsesSdkTests
{
    private const string ChatOnly = "apis = [chat]";

    // What a program looks at; ids and the echo of the request are not the answer's.
    private static readonly string[] Looked =
    [
        "type", "status", "role", "content", "text", "refusal", "summary", "name", "arguments", "call_id", "output", "model", "reason",
        "part", "item", "response", "incomplete_details", "usage", "input_tokens", "output_tokens", "total_tokens", "input_tokens_details",
        "output_tokens_details", "cached_tokens", "reasoning_tokens", "delta", "output_index", "content_index", "summary_index", "code",
        "message",
    ];

    public static TheoryData<string> Talks => [.. Talk.All.Keys];

    [Theory]
    [MemberData(nameof(Talks))]
    public async Task a_response_is_the_same(string talk)
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(AsChat.Document(Talk.All[talk])));
        await using var real = await FakeUpstream.Start(Reply.Json(AsResponses.Document(Talk.All[talk])));

        Assert.Equal(await Asked(real, "", Whole), await Asked(chat, ChatOnly, Whole));
    }

    [Theory]
    [MemberData(nameof(Talks))]
    public async Task a_streamed_response_is_the_same(string talk)
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(AsChat.Stream(Talk.All[talk])));
        await using var real = await FakeUpstream.Start(Reply.Stream(AsResponses.Stream(Talk.All[talk])));

        Assert.Equal(await Asked(real, "", Streamed), await Asked(chat, ChatOnly, Streamed));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task a_refusal_is_the_same(int status)
    {
        var refusal = Reply.Json("""{"error":{"message":"Wrong","type":"invalid_request_error","param":null,"code":"bad"}}""", status);
        await using var chat = await FakeUpstream.Start(refusal);
        await using var real = await FakeUpstream.Start(refusal);

        var expected = await Assert.ThrowsAsync<ClientResultException>(() => Asked(real, "", Whole));
        var fault = await Assert.ThrowsAsync<ClientResultException>(() => Asked(chat, ChatOnly, Whole));

        Assert.Equal((expected.Status, expected.Message), (fault.Status, fault.Message));
    }

    [Fact]
    public async Task an_error_in_a_stream_is_an_update_of_its_kind()
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(
            """data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}""" + "\n\n"
                + """data: {"error":{"message":"Too busy","type":"server_error","code":"busy"}}""" + "\n\n"));

        var told = await Asked(chat, ChatOnly, Streamed);

        Assert.Contains("""{"type":"error","code":"busy","message":"Too busy"}""", told);
        Assert.Contains("\"status\":\"failed\"", told[^1], StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> Whole(ResponsesClient client) =>
        [Seen(JsonNode.Parse(ModelReaderWriter.Write((await client.CreateResponseAsync("m", "hi")).Value))!)!.ToJsonString()];

    // Pieces of one text are one, however it was cut.
    private static async Task<IReadOnlyList<string>> Streamed(ResponsesClient client)
    {
        var told = new List<JsonObject>();
        await foreach (var update in await client.CreateResponseStreamingAsync("m", "hi"))
        {
            var seen = (JsonObject)Seen(JsonNode.Parse(ModelReaderWriter.Write(update))!)!;
            if (IsDelta(seen) && told.Count > 0 && IsDelta(told[^1])
                && (string?)told[^1]["type"] == (string?)seen["type"] && (int?)told[^1]["output_index"] == (int?)seen["output_index"])
                told[^1]["delta"] = (string?)told[^1]["delta"] + (string?)seen["delta"];
            else
                told.Add(seen);
        }
        return [.. told.Select(each => each.ToJsonString())];
    }

    private static bool IsDelta(JsonObject seen) => ((string?)seen["type"])!.EndsWith(".delta", StringComparison.Ordinal);

    private static JsonNode? Seen(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(Looked.Where(name => fields[name] is not null)
            .Select(name => KeyValuePair.Create(name, Seen(fields[name])))),
        JsonArray list => new JsonArray([.. list.Select(Seen)]),
        _ => node?.DeepClone(),
    };

    private static async Task<IReadOnlyList<string>> Asked(
        FakeUpstream upstream, string more, Func<ResponsesClient, Task<IReadOnlyList<string>>> ask)
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: more) + Calm);
        return await ask(new ResponsesClient(
            new ApiKeyCredential("of-client"),
            new ResponsesClientOptions { Endpoint = new Uri(sidecar.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) }));
    }
}
