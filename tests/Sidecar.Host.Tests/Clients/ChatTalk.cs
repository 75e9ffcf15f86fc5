namespace Sidecar.Host.Tests.Clients;

internal sealed class ChatTalk : Talk
{
    public override string Begin => Chunk("""{"role":"assistant","content":""}""");

    public override string End => Stop("stop") + Usage + "data: [DONE]\n\n";

    public override string Tools =>
        Begin
        + Call(0, """ "id":"t1","type":"function","function":{"name":"get_weather","arguments":""} """)
        + Call(1, """ "id":"t2","type":"function","function":{"name":"get_time","arguments":"{\"ci"} """)
        + Call(0, """ "function":{"arguments":"{\"city\":\"K"} """)
        + Call(1, """ "function":{"arguments":"ty\":\"Bonn\"}"} """)
        + Call(0, """ "function":{"arguments":"öln\"}"} """)
        + Stop("tool_calls") + Usage + "data: [DONE]\n\n";

    public override string Told => """data: {"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}""" + "\n\n";

    private static string Usage =>
        """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""" + "\n\n";

    public override string Document(string text) =>
        $$$"""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{{Quoted(text)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""";

    public override string Piece(string text) => Chunk($$"""{"content":{{Quoted(text)}}}""");

    public override string Refusal(string message, string? code) =>
        $$$"""{"error":{"message":{{{Quoted(message)}}},"type":"invalid_request_error","param":"messages","code":{{{(code is null ? "null" : Quoted(code))}}}}}""";

    private static string Call(int index, string fields) => Chunk($$$"""{"tool_calls":[{"index":{{{index}}},{{{fields}}}}]}""");

    private static string Stop(string reason) => Chunk("{}", $"\"{reason}\"");

    private static string Chunk(string delta, string reason = "null") =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{reason}}}}]}""" + "\n\n";
}
