namespace Sidecar.Host.Tests.Translation;

/// <summary>The same answer in three forms: as a chat API, Anthropic's messages and OpenAI's responses give it.</summary>
internal static class ChatTalk
{
    public const string MessagesBody = """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    public const string StreamedMessages = """{"model":"m","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    public const string ResponsesBody = """{"model":"m","input":"hi"}""";

    public const string StreamedResponses = """{"model":"m","input":"hi","stream":true}""";

    public const string Usage = """{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":0}}""";

    public const string Document =
        """{"id":"c1","object":"chat.completion","created":7,"model":"up","choices":[{"index":0,"message":{"role":"assistant","content":"Let me look.","tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Köln\"}"}},{"id":"t2","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Bonn\"}"}}]},"finish_reason":"tool_calls"}],"usage":""" + Usage + "}";

    public static readonly string Stream = string.Concat(
        Chunk("""{"role":"assistant","content":""}"""), Chunk("""{"content":"Let me "}"""), Chunk("""{"content":"look."}"""),
        Chunk("""{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"weather","arguments":""}}]}"""),
        Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"""),
        Chunk("""{"tool_calls":[{"index":1,"id":"t2","type":"function","function":{"name":"weather","arguments":"{\"city\":"}}]}"""),
        Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Köln\"}"}}]}"""),
        Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":"\"Bonn\"}"}}]}"""),
        """data: {"id":"c1","created":7,"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\n",
        """data: {"id":"c1","created":7,"choices":[],"usage":""" + Usage + "}\n\n", "data: [DONE]\n\n");

    public const string RealMessage =
        """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Let me look."},{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Köln"},"caller":{"type":"direct"}},{"type":"tool_use","id":"t2","name":"weather","input":{"city":"Bonn"},"caller":{"type":"direct"}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":40,"cache_creation_input_tokens":0,"cache_read_input_tokens":60,"output_tokens":20}}""";

    private static string Chunk(string delta) =>
        $$"""data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"up","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n";
}
