using System.Text.Json;

namespace Sidecar.Host.Tests.Translation;

using static Talk;

/// <summary>A talk as OpenAI's responses API tells it: https://platform.openai.com/docs/api-reference/responses and
/// /responses-streaming.</summary>
internal static class AsResponses
{
    public static string Document(Talk talk) => Json(Response(talk, Status(talk), Items(talk)));

    public static string Stream(Talk talk)
    {
        var told = new ToldEvents();
        told.Add("response.created", new { response = Response(talk, "in_progress", []) });
        told.Add("response.in_progress", new { response = Response(talk, "in_progress", []) });
        var index = 0;
        foreach (var item in Items(talk))
            AddItem(told, item, index++);
        told.Add(Status(talk) == "completed" ? "response.completed" : "response.incomplete",
            new { response = Response(talk, Status(talk), Items(talk)) });
        return told.Text;
    }

    private static void AddItem(ToldEvents told, Dictionary<string, object?> item, int output_index)
    {
        var item_id = (string)item["id"]!;
        var begun = new Dictionary<string, object?>(item);
        if (begun.ContainsKey("status"))
            begun["status"] = "in_progress";
        foreach (var list in (string[])["content", "summary"])
            if (begun.ContainsKey(list))
                begun[list] = Array.Empty<object>();
        if (begun.ContainsKey("arguments"))
            begun["arguments"] = "";
        told.Add("response.output_item.added", new { output_index, item = begun });
        switch (item["type"])
        {
            case "function_call":
                foreach (var delta in Halves((string)item["arguments"]!))
                    told.Add("response.function_call_arguments.delta", new { item_id, output_index, delta });
                told.Add("response.function_call_arguments.done",
                    new { item_id, output_index, name = item["name"], arguments = item["arguments"] });
                break;
            case "reasoning":
                AddSummary(told, item_id, output_index, ((Dictionary<string, object?>[])item["summary"]!)[0]);
                break;
            default:
                AddContent(told, item_id, output_index, ((Dictionary<string, object?>[])item["content"]!)[0]);
                break;
        }
        told.Add("response.output_item.done", new { output_index, item });
    }

    private static void AddSummary(ToldEvents told, string item_id, int output_index, Dictionary<string, object?> part)
    {
        const int summary_index = 0;
        told.Add("response.reasoning_summary_part.added",
            new { item_id, output_index, summary_index, part = new { type = "summary_text", text = "" } });
        foreach (var delta in Halves((string)part["text"]!))
            told.Add("response.reasoning_summary_text.delta", new { item_id, output_index, summary_index, delta });
        told.Add("response.reasoning_summary_text.done", new { item_id, output_index, summary_index, text = part["text"] });
        told.Add("response.reasoning_summary_part.done", new { item_id, output_index, summary_index, part });
    }

    private static void AddContent(ToldEvents told, string item_id, int output_index, Dictionary<string, object?> part)
    {
        const int content_index = 0;
        var name = part.ContainsKey("refusal") ? "refusal" : "text";
        var said = (string)part[name]!;
        told.Add("response.content_part.added",
            new { item_id, output_index, content_index, part = new Dictionary<string, object?>(part) { [name] = "" } });
        foreach (var delta in Halves(said))
            told.Add(name == "text" ? "response.output_text.delta" : "response.refusal.delta",
                new { item_id, output_index, content_index, delta, logprobs = Array.Empty<object>() });
        told.Add(name == "text" ? "response.output_text.done" : "response.refusal.done", new Dictionary<string, object?>
        {
            ["item_id"] = item_id,
            ["output_index"] = output_index,
            ["content_index"] = content_index,
            [name] = said,
            ["logprobs"] = Array.Empty<object>(),
        });
        told.Add("response.content_part.done", new { item_id, output_index, content_index, part });
    }

    private static object Response(Talk talk, string status, IReadOnlyList<object> output) => new
    {
        id = "resp_1",
        @object = "response",
        created_at = 7,
        status,
        error = (object?)null,
        incomplete_details = status != "incomplete" ? null
            : new { reason = talk.Finish == "length" ? "max_output_tokens" : "content_filter" },
        instructions = (object?)null,
        model = "m",
        output,
        parallel_tool_calls = true,
        text = new { format = new { type = "text" } },
        tool_choice = "auto",
        tools = Array.Empty<object>(),
        metadata = new { },
        usage = status == "in_progress" ? null : Usage(talk),
    };

    private static List<Dictionary<string, object?>> Items(Talk talk)
    {
        var items = new List<Dictionary<string, object?>>();
        if (talk.Reasoning is { } reasoning)
            items.Add(new()
            {
                ["id"] = "rs_1",
                ["type"] = "reasoning",
                ["summary"] = new Dictionary<string, object?>[] { new() { ["type"] = "summary_text", ["text"] = reasoning } },
            });
        if ((talk.Text ?? talk.Refusal) is { } said)
            items.Add(new()
            {
                ["id"] = "msg_1",
                ["type"] = "message",
                ["status"] = "completed",
                ["role"] = "assistant",
                ["content"] = new Dictionary<string, object?>[]
                {
                    talk.Refusal is null
                        ? new() { ["type"] = "output_text", ["text"] = said, ["annotations"] = Array.Empty<object>() }
                        : new() { ["type"] = "refusal", ["refusal"] = said },
                },
            });
        foreach (var (id, name, arguments) in talk.Calls)
            items.Add(new()
            {
                ["id"] = "fc_" + id,
                ["type"] = "function_call",
                ["status"] = "completed",
                ["call_id"] = id,
                ["name"] = name,
                ["arguments"] = arguments,
            });
        return items;
    }

    private static string Status(Talk talk) => talk.Finish is "length" or "content_filter" ? "incomplete" : "completed";

    private static object Usage(Talk talk) => new
    {
        input_tokens = talk.Usage.Prompt,
        input_tokens_details = new { cached_tokens = talk.Usage.Cached },
        output_tokens = talk.Usage.Completion,
        output_tokens_details = new { reasoning_tokens = talk.Usage.Reasoning },
        total_tokens = talk.Usage.Prompt + talk.Usage.Completion,
    };
}
