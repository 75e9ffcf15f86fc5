using System.Text.Json;

namespace Sidecar.Host.Tests.Translation;

using static Talk;

/// <summary>A talk as Anthropic's API tells it: https://platform.claude.com/docs/en/api/messages and
/// /build-with-claude/streaming.</summary>
internal static class AsMessages
{
    public static string Document(Talk talk) => Json(Message(talk, Blocks(talk), StopReason(talk), Usage(talk)));

    public static string Stream(Talk talk)
    {
        var text = Named("message_start", new { message = Message(talk with { StoppedAt = null }, [], null, Usage(talk)) });
        var index = 0;
        foreach (var block in Blocks(talk))
        {
            text += Named("content_block_start", new { index, content_block = Begun(block) });
            foreach (var delta in Deltas(block))
                text += Named("content_block_delta", new { index, delta });
            text += Named("content_block_stop", new { index });
            index++;
        }
        return text + Named("message_delta",
            new { delta = new { stop_reason = StopReason(talk), stop_sequence = talk.StoppedAt }, usage = Usage(talk) })
            + Named("message_stop", new { });
    }

    private static object Message(Talk talk, IReadOnlyList<Dictionary<string, object?>> content, string? reason, object usage) => new
    {
        id = "msg_1",
        type = "message",
        role = "assistant",
        model = "m",
        content,
        stop_reason = reason,
        stop_sequence = talk.StoppedAt,
        usage,
    };

    private static List<Dictionary<string, object?>> Blocks(Talk talk)
    {
        var blocks = new List<Dictionary<string, object?>>();
        if (talk.Reasoning is { } reasoning)
            blocks.Add(new() { ["type"] = "thinking", ["thinking"] = reasoning, ["signature"] = "" });
        if ((talk.Text ?? talk.Refusal) is { } text)
            blocks.Add(new() { ["type"] = "text", ["text"] = text });
        foreach (var (id, name, arguments) in talk.Calls)
            blocks.Add(new()
            {
                ["type"] = "tool_use",
                ["id"] = id,
                ["name"] = name,
                ["input"] = JsonDocument.Parse(arguments).RootElement,
                ["caller"] = new { type = "direct" },
            });
        return blocks;
    }

    private static Dictionary<string, object?> Begun(Dictionary<string, object?> block)
    {
        var begun = new Dictionary<string, object?>(block);
        foreach (var name in (string[])["text", "thinking"])
            if (begun.ContainsKey(name))
                begun[name] = "";
        if (begun.ContainsKey("input"))
            begun["input"] = new { };
        return begun;
    }

    private static IEnumerable<object> Deltas(Dictionary<string, object?> block) => block["type"] switch
    {
        "thinking" => Halves((string)block["thinking"]!).Select(piece => new { type = "thinking_delta", thinking = piece }),
        "text" => Halves((string)block["text"]!).Select(piece => new { type = "text_delta", text = piece }),
        _ => Halves(Json(block["input"])).Select(piece => new { type = "input_json_delta", partial_json = piece }),
    };

    private static string StopReason(Talk talk) => talk switch
    {
        { Calls.Count: > 0 } => "tool_use",
        { Finish: "length" } => "max_tokens",
        { Finish: "content_filter" } or { Refusal: not null } => "refusal",
        { StoppedAt: not null } => "stop_sequence",
        _ => "end_turn",
    };

    private static object Usage(Talk talk) => new
    {
        input_tokens = talk.Usage.Prompt - talk.Usage.Cached - talk.Usage.Written,
        cache_creation_input_tokens = talk.Usage.Written,
        cache_read_input_tokens = talk.Usage.Cached,
        output_tokens = talk.Usage.Completion,
    };

    private static string Named(string type, object rest)
    {
        var fields = JsonSerializer.SerializeToNode(rest)!.AsObject();
        fields.Insert(0, "type", type);
        return $"event: {type}\ndata: {fields.ToJsonString()}\n\n";
    }
}
