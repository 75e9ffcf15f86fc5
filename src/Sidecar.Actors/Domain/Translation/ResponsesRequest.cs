using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Translates a request of OpenAI's responses API to chat completions.</summary>
internal sealed partial class ResponsesRequest(JsonElement root, Utf8JsonWriter json, Obstacles obstacles, ChatForm form)
{
    private readonly ChatParts _parts = new(json);
    private readonly EscapedText _text = new();

    public void Write()
    {
        json.WriteStartObject();
        Copy(root, "model", "model"u8);
        json.WriteStartArray("messages"u8);
        WriteInput();
        json.WriteEndArray();
        Copy(root, "max_output_tokens", form.UsesCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8);
        Copy(root, "stream", "stream"u8);
        Copy(root, "temperature", "temperature"u8);
        Copy(root, "top_p", "top_p"u8);
        WriteTools();
        WriteFormat();
        if (!form.WithoutEffort && root.TryGet("reasoning", out var reasoning))
            Copy(reasoning, "effort", "reasoning_effort"u8);
        CheckOthers();
        json.WriteEndObject();
    }

    private void WriteFormat()
    {
        if (!root.TryGet("text", out var text))
            return;
        obstacles.AddUnknown(text, "text", "format", "verbosity");
        Copy(text, "verbosity", "verbosity"u8);
        if (!text.TryGet("format", out var format) || format.Is("type", "text"u8))
            return;
        json.WriteStartObject("response_format"u8);
        if (format.Is("type", "json_object"u8))
            json.WriteString("type"u8, "json_object"u8);
        else if (format.Is("type", "json_schema"u8))
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            Copy(format, "name", "name"u8);
            Copy(format, "description", "description"u8);
            Copy(format, "schema", "schema"u8);
            Copy(format, "strict", "strict"u8);
            json.WriteEndObject();
        }
        else
            obstacles.Add("text.format.type");
        json.WriteEndObject();
    }

    // Fields that a chat API could not act on are ignored; docs/translation.md lists them.
    private void CheckOthers()
    {
        obstacles.AddUnknown(root, "", "model", "input", "instructions", "max_output_tokens", "stream", "temperature", "top_p", "tools",
            "tool_choice", "parallel_tool_calls", "reasoning", "text", "include", "metadata", "store", "user", "safety_identifier",
            "prompt_cache_key", "prompt_cache_retention", "service_tier", "client_metadata", "stream_options", "background", "truncation",
            "top_logprobs");
        if (root.IsTrue("background"))
            obstacles.Add("background");
        if (root.TryGet("truncation", out var truncation) && !root.Is("truncation", "disabled"u8))
            obstacles.Add("truncation", truncation);
        if (root.TryGet("top_logprobs", out var logprobs) && !logprobs.Raw().SequenceEqual("0"u8))
            obstacles.Add("top_logprobs");
        if (root.TryGet("service_tier", out var tier) && !root.Is("service_tier", "auto"u8) && !root.Is("service_tier", "default"u8))
            obstacles.Add("service_tier", tier);
        if (root.TryGet("reasoning", out var reasoning))
            obstacles.AddUnknown(reasoning, "reasoning", "effort", "summary", "generate_summary", "context");
        if (root.IsList("include", out var include))
            foreach (var wanted in include.EnumerateArray())
                // A chat API has no encrypted reasoning, so there is none to include.
                if (wanted.ValueKind != JsonValueKind.String || !wanted.ValueEquals("reasoning.encrypted_content"u8))
                    obstacles.Add("include", wanted);
    }

    private void Copy(JsonElement from, string name, ReadOnlySpan<byte> chatName)
    {
        if (from.TryGet(name, out var value))
            json.Copy(chatName, value);
    }
}
