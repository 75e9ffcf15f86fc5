namespace Sidecar.Host.Tests.Clients;

internal sealed class ResponsesTalk : Talk
{
    private const string Part = """ "content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"" """;

    private int _number;

    public override string Begin =>
        Event("response.created", $"\"response\":{Response("in_progress", "")}")
        + Event("response.in_progress", $"\"response\":{Response("in_progress", "")}")
        + Event("response.output_item.added", $"\"output_index\":0,\"item\":{Message("in_progress", null)}")
        + Event("response.content_part.added", $$""" "item_id":"msg_1","output_index":0,{{Part}}} """);

    public override string End =>
        Event("response.output_text.done", """ "item_id":"msg_1","output_index":0,"content_index":0,"text":"Hello","logprobs":[] """)
        + Event("response.content_part.done", """ "item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello"} """)
        + Event("response.output_item.done", $"\"output_index\":0,\"item\":{Message("completed", "Hello")}")
        + Event("response.completed", $"\"response\":{Response("completed", Message("completed", "Hello"))}");

    public override string Tools =>
        Event("response.created", $"\"response\":{Response("in_progress", "")}")
        + Event("response.output_item.added", $"\"output_index\":0,\"item\":{Call(1, "get_weather", "")}")
        + Event("response.output_item.added", $"\"output_index\":1,\"item\":{Call(2, "get_time", "")}")
        + Arguments(0, "{\"city\":\"K") + Arguments(1, "{\"ci") + Arguments(0, "öln\"}") + Arguments(1, "ty\":\"Bonn\"}")
        + Done(0, "get_weather", "{\"city\":\"Köln\"}") + Done(1, "get_time", "{\"city\":\"Bonn\"}")
        + Event("response.completed",
            $"\"response\":{Response("completed",
                Call(1, "get_weather", "{\"city\":\"Köln\"}") + "," + Call(2, "get_time", "{\"city\":\"Bonn\"}"))}");

    public override string Told => Event("error", """ "code":"server_error","message":"The server had an error","param":null """);

    public override string Document(string text) => Response("completed", Message("completed", text));

    public override string Piece(string text) =>
        Event("response.output_text.delta", $$""" "item_id":"msg_1","output_index":0,"content_index":0,"delta":{{Quoted(text)}},"logprobs":[] """);

    public override string Refusal(string message, string? code) => new ChatTalk().Refusal(message, code);

    private static string Message(string status, string? text) =>
        $$$"""{"id":"msg_1","type":"message","status":"{{{status}}}","role":"assistant","content":[{{{(text is null ? "" : $$"""{"type":"output_text","annotations":[],"logprobs":[],"text":{{Quoted(text)}}}""")}}}]}""";

    private static string Call(int number, string name, string arguments) =>
        $$$"""{"id":"fc_{{{number}}}","type":"function_call","status":"{{{(arguments.Length > 0 ? "completed" : "in_progress")}}}","call_id":"t{{{number}}}","name":"{{{name}}}","arguments":{{{Quoted(arguments)}}}}""";

    private static string Response(string status, string output) =>
        $$$"""{"id":"resp_1","object":"response","created_at":1,"status":"{{{status}}}","error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"m","output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,"temperature":1,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1,"truncation":"disabled","usage":{{{(status == "completed" ? """{"input_tokens":11,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":18}""" : "null")}}},"user":null,"metadata":{}}""";

    private string Arguments(int index, string piece) =>
        Event("response.function_call_arguments.delta",
            $"\"item_id\":\"fc_{index + 1}\",\"output_index\":{index},\"delta\":{Quoted(piece)}");

    private string Done(int index, string name, string arguments) =>
        Event("response.function_call_arguments.done",
            $"\"item_id\":\"fc_{index + 1}\",\"output_index\":{index},\"name\":\"{name}\",\"arguments\":{Quoted(arguments)}")
        + Event("response.output_item.done", $"\"output_index\":{index},\"item\":{Call(index + 1, name, arguments)}");

    private string Event(string type, string fields) => Named(type, $"\"sequence_number\":{_number++},{fields}");
}
