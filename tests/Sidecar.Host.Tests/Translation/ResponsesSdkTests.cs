using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI.Responses;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Translation;

#pragma warning disable OPENAI001 // This part of OpenAI's library is marked as a preview.

/// <summary>OpenAI's own library is the judge of translated responses.</summary>
public sealed class ResponsesSdkTests
{
    private const string ChatOnly = "apis = [chat]";

    [Fact]
    public async Task a_response_is_understood()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        ResponseResult response = await Client(sidecar).CreateResponseAsync("m", "hi");

        Assert.Equal((ResponseStatus.Completed, "m", "Let me look."), (response.Status, response.Model, response.GetOutputText()));
        Assert.Equal(
            [("t1", "weather", """{"city":"Köln"}"""), ("t2", "weather", """{"city":"Bonn"}""")],
            response.OutputItems.OfType<FunctionCallResponseItem>()
                .Select(call => (call.CallId, call.FunctionName, call.FunctionArguments.ToString())));
        Assert.Equal((100, 60, 20, 120), (response.Usage.InputTokenCount, response.Usage.InputTokenDetails.CachedTokenCount,
            response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task a_streamed_response_is_understood_piece_by_piece()
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(ChatTalk.Stream));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        var (text, arguments, calls) = (new StringBuilder(), new Dictionary<int, string>(), new List<string>());
        ResponseResult? last = null;
        await foreach (var update in await Client(sidecar).CreateResponseStreamingAsync("m", "hi"))
            switch (update)
            {
                case StreamingResponseOutputTextDeltaUpdate delta:
                    text.Append(delta.Delta);
                    break;
                case StreamingResponseFunctionCallArgumentsDeltaUpdate delta:
                    arguments[delta.OutputIndex] = arguments.GetValueOrDefault(delta.OutputIndex) + delta.Delta;
                    break;
                case StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call }:
                    calls.Add($"{call.CallId} {call.FunctionName} {call.FunctionArguments}");
                    break;
                case StreamingResponseCompletedUpdate completed:
                    last = completed.Response;
                    break;
            }

        Assert.Equal("Let me look.", text.ToString());
        Assert.Equal([(1, """{"city":"Köln"}"""), (2, """{"city":"Bonn"}""")], arguments.Select(a => (a.Key, a.Value)));
        Assert.Equal(["""t1 weather {"city":"Köln"}""", """t2 weather {"city":"Bonn"}"""], calls);
        Assert.Equal((ResponseStatus.Completed, "Let me look.", 120), (last!.Status, last.GetOutputText(), last.Usage.TotalTokenCount));
    }

    private static ResponsesClient Client(RunningSidecar sidecar) => new(
        new ApiKeyCredential("of-client"),
        new ResponsesClientOptions { Endpoint = new Uri(sidecar.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) });
}
