using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using OpenAI.Chat;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Translation;

/// <summary>OpenAI's own library is the judge of what a chat API is asked: each message and tool reads like one that it made.</summary>
public sealed class RequestSdkTests
{
    private const string Picture = "iVBORw0KGgo=";

    private static readonly ChatMessage[] Expected =
    [
        new SystemChatMessage("Be brief."),
        new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is it?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Picture)), "image/png"),
            ChatMessageContentPart.CreateImagePart(new Uri("https://example.com/cat.png"))),
        new AssistantChatMessage([Call("t1", """{"city":"Köln"}"""), Call("t2", """{"city":"Bonn"}""")])
        {
            Content = { ChatMessageContentPart.CreateTextPart("Let me look.") },
        },
        new ToolChatMessage("t1", "rain"),
        new ToolChatMessage("t2", "sun"),
        new UserChatMessage("And?"),
    ];

    [Theory]
    [InlineData("/v1/messages", """
        {"model":"m","max_tokens":100,"system":"Be brief.","tools":[{"name":"weather","description":"d","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],
        "messages":[
          {"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"image","source":{"type":"url","url":"https://example.com/cat.png"}}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Let me look."},{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Köln"}},{"type":"tool_use","id":"t2","name":"weather","input":{"city":"Bonn"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"rain"},{"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"sun"}]},{"type":"text","text":"And?"}]}]}
        """)]
    [InlineData("/v1/responses", """
        {"model":"m","max_output_tokens":100,"instructions":"Be brief.","tools":[{"type":"function","name":"weather","description":"d","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}],
        "input":[
          {"role":"user","content":[{"type":"input_text","text":"What is it?"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="},{"type":"input_image","image_url":"https://example.com/cat.png"}]},
          {"type":"reasoning","id":"rs_1","summary":[]},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me look."}]},
          {"type":"function_call","call_id":"t1","name":"weather","arguments":"{\"city\":\"Köln\"}"},{"type":"function_call","call_id":"t2","name":"weather","arguments":"{\"city\":\"Bonn\"}"},
          {"type":"function_call_output","call_id":"t1","output":"rain"},{"type":"function_call_output","call_id":"t2","output":[{"type":"input_text","text":"sun"}]},
          {"role":"user","content":"And?"}]}
        """)]
    public async Task a_conversation_with_pictures_and_tools_reads_like_one_of_openais_own(string path, string body)
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: "apis = [chat]") + Calm);

        using var response = await sidecar.Post(body, path);

        Assert.Equal((200, (path[4..] + "-to-chat")), ((int)response.StatusCode, response.Label("translated")));
        var sent = JsonNode.Parse((await chat.Arrival()).Text)!;
        Assert.Equal(Expected.Select(Written), sent["messages"]!.AsArray().Select(message => Written(Read<ChatMessage>(message))));
        var tool = Read<ChatTool>(Assert.Single(sent["tools"]!.AsArray()));
        Assert.Equal(("weather", "d", """{"type":"object","properties":{"city":{"type":"string"}}}"""),
            (tool.FunctionName, tool.FunctionDescription, tool.FunctionParameters.ToString()));
    }

    private static ChatToolCall Call(string id, string arguments) =>
        ChatToolCall.CreateFunctionToolCall(id, "weather", BinaryData.FromString(arguments));

    private static T Read<T>(JsonNode? json) where T : IPersistableModel<T> =>
        ModelReaderWriter.Read<T>(BinaryData.FromString(json!.ToJsonString()))!;

    // One text alone, or as a list of one, is the same.
    private static string Written(ChatMessage message)
    {
        var json = JsonNode.Parse(ModelReaderWriter.Write(message))!.AsObject();
        if (json["content"] is JsonArray { Count: 1 } parts && parts[0]!["text"] is { } text)
            json["content"] = text.DeepClone();
        return json.ToJsonString();
    }
}
