using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Translates a request of Anthropic's messages API to chat completions.</summary>
internal sealed partial class MessagesRequest(JsonElement root, Utf8JsonWriter json, Obstacles obstacles, ChatForm form)
{
    // Thinking budgets, in tokens, up to which the effort is low or medium; above them it is high.
    private const long LowBudget = 4096;
    private const long MediumBudget = 16 * 1024;

    private readonly ChatParts _parts = new(json);
    private readonly EscapedText _text = new();

    public bool ShowsReasoning => root.TryGet("thinking", out var thinking) && !thinking.Is("type", "disabled"u8)
        && !thinking.Is("display", "omitted"u8);

    public void Write()
    {
        json.WriteStartObject();
        Copy("model", "model"u8);
        json.WriteStartArray("messages"u8);
        WriteSystem();
        WriteMessages();
        json.WriteEndArray();
        Copy("max_tokens", form.UsesCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8);
        Copy("stop_sequences", "stop"u8);
        Copy("stream", "stream"u8);
        Copy("temperature", "temperature"u8);
        Copy("top_p", "top_p"u8);
        WriteTools();
        WriteFormat();
        if (!form.WithoutEffort && Effort() is { } effort)
            json.WriteString("reasoning_effort"u8, effort);
        CheckOthers();
        json.WriteEndObject();
    }

    private void Copy(string name, ReadOnlySpan<byte> chatName)
    {
        if (root.TryGet(name, out var value))
            json.Copy(chatName, value);
    }

    private void WriteFormat()
    {
        var path = "output_format";
        if (!root.TryGet("output_format", out var format))
        {
            path = "output_config.format";
            if (!root.TryGet("output_config", out var config) || !config.TryGet("format", out format))
                return;
        }
        if (!format.Is("type", "json_schema"u8) || !format.TryGet("schema", out var schema))
        {
            obstacles.Add(path);
            return;
        }
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, "json_schema"u8);
        json.WriteStartObject("json_schema"u8);
        json.WriteString("name"u8, "answer"u8);
        json.WriteBoolean("strict"u8, true);
        json.Copy("schema"u8, schema);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string? Effort()
    {
        if (root.TryGet("output_config", out var config) && config.IsText("effort", out var effort))
            return effort.GetString() switch
            {
                "low" => "low",
                "medium" => "medium",
                _ => "high",
            };
        if (!root.TryGet("thinking", out var thinking) || !thinking.Is("type", "enabled"u8)
            || !thinking.TryGet("budget_tokens", out var budget) || !budget.TryGetInt64(out var tokens))
            return null;
        return tokens <= LowBudget ? "low" : tokens <= MediumBudget ? "medium" : "high";
    }

    // Fields that a chat API could not act on are ignored; docs/translation.md lists them.
    private void CheckOthers()
    {
        obstacles.AddUnknown(root, "", "model", "messages", "system", "max_tokens", "stop_sequences", "stream", "temperature", "top_p",
            "tools", "tool_choice", "thinking", "output_config", "output_format", "metadata", "service_tier", "cache_control",
            "context_management", "mcp_servers", "speed", "diagnostics");
        if (root.TryGet("output_config", out var output))
            obstacles.AddUnknown(output, "output_config", "effort", "format");
        if (root.TryGet("mcp_servers", out var servers) && (servers.ValueKind != JsonValueKind.Array || servers.GetArrayLength() > 0))
            obstacles.Add("mcp_servers");
        if (root.TryGet("speed", out var speed) && !root.Is("speed", "standard"u8))
            obstacles.Add("speed", speed);
        if (root.TryGet("context_management", out var management))
            CheckManagement(management);
    }

    // Thinking of earlier turns is never sent on, so an edit that clears it needs nothing more.
    private void CheckManagement(JsonElement management)
    {
        obstacles.AddUnknown(management, "context_management", "edits");
        if (!management.IsList("edits", out var edits))
            return;
        var i = 0;
        foreach (var edit in edits.EnumerateArray())
        {
            if (!edit.IsText("type", out var type) || !type.RawText().StartsWith("clear_thinking_"u8))
                obstacles.Add($"context_management.edits[{i}].type", type);
            i++;
        }
    }
}
