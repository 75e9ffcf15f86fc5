namespace Sidecar.Host.Tests.Clients;

internal sealed class MessagesTalk : Talk
{
    public override string Begin => Start + Block(0, """{"type":"text","text":""}""");

    public override string End => Close(0) + Stop("end_turn");

    public override string Tools =>
        Start
        + Block(0, Use("t1", "get_weather")) + Input(0, "") + Input(0, "{\"city\":\"K") + Input(0, "öln\"}") + Close(0)
        + Block(1, Use("t2", "get_time")) + Input(1, "{\"ci") + Input(1, "ty\":\"Bonn\"}") + Close(1)
        + Stop("tool_use");

    public override string Told => Named("error", """ "error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1" """);

    private static string Start => Named(
        "message_start",
        """ "message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":1}} """);

    public override string Document(string text) =>
        $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":{{{Quoted(text)}}}}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":7}}""";

    public override string Piece(string text) => Delta(0, $$"""{"type":"text_delta","text":{{Quoted(text)}}}""");

    public override string Refusal(string message, string? code) =>
        $$$"""{"type":"error","error":{"type":"invalid_request_error","message":{{{Quoted(message)}}}},"request_id":"req_1"}""";

    private static string Use(string id, string name) => $$$"""{"type":"tool_use","id":"{{{id}}}","name":"{{{name}}}","input":{}}""";

    private static string Block(int index, string block) => Named("content_block_start", $"\"index\":{index},\"content_block\":{block}");

    private static string Input(int index, string json) => Delta(index, $$"""{"type":"input_json_delta","partial_json":{{Quoted(json)}}}""");

    private static string Delta(int index, string delta) => Named("content_block_delta", $"\"index\":{index},\"delta\":{delta}");

    private static string Close(int index) => Named("content_block_stop", $"\"index\":{index}");

    private static string Stop(string reason) =>
        Named("message_delta", $$""" "delta":{"stop_reason":"{{reason}}","stop_sequence":null},"usage":{"output_tokens":7} """)
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
}
