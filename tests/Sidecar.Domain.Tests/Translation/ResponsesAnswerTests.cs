using Sidecar.Domain.Backends;
using static Sidecar.Domain.Tests.Translation.Translated;

namespace Sidecar.Domain.Tests.Translation;

public class ResponsesAnswerTests
{
    private const Translations How = Translations.ResponsesToChat;

    private const string Usage = """{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":20,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":120}""";

    private static string Response(string status, string output, string details = "null", string usage = Usage, string error = "null") =>
        $$$"""{"id":"resp_req1","object":"response","created_at":7,"status":"{{{status}}}","error":{{{error}}},"incomplete_details":{{{details}}},"background":false,"instructions":null,"max_output_tokens":null,"model":"the-model","output":{{{output}}},"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":false,"temperature":null,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":null,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}""";

    private static string Text(int index, string text) =>
        $$"""{"id":"msg_req1_{{index}}","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"{{text}}"}]}""";

    [Fact]
    public void a_text_is_told_in_the_order_that_openai_has()
    {
        var events = Events(Stream(How, Chunks("""{"role":"assistant","content":""}""", """{"content":"Hel"}""", """{"content":"lo\n"}""") + Finish("stop")));
        Assert.Equal(
            ["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta",
             "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed"],
            events.Select(e => (string)e["type"]!));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
        Same(Response("in_progress", "[]", usage: "null"), events[0]["response"]);
        Same("""{"id":"msg_req1_0","type":"message","status":"in_progress","role":"assistant","content":[]}""", events[2]["item"]);
        Same("""{"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_req1_0","output_index":0,"content_index":0,"delta":"lo\n","logprobs":[]}""", events[5]);
        Assert.Equal("Hello\n", (string?)events[6]["text"]);
        Same(Text(0, "Hello\\n"), events[8]["item"]);
        Same(Response("completed", "[" + Text(0, "Hello\\n") + "]"), events[9]["response"]);
    }

    [Fact]
    public void reasoning_calls_and_a_refusal_are_items()
    {
        var events = Events(Stream(How, Chunks("""{"reasoning":"hm"}""", """{"refusal":"no"}""",
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}""", """{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}""") + Finish("tool_calls")));
        Same("""
            [{"id":"rs_req1_0","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
             {"id":"msg_req1_1","type":"message","status":"completed","role":"assistant","content":[{"type":"refusal","refusal":"no"}]},
             {"id":"fc_req1_2","type":"function_call","status":"completed","call_id":"a","name":"f","arguments":"{\"x\":1}"},
             {"id":"fc_req1_3","type":"function_call","status":"completed","call_id":"b","name":"g","arguments":"{}"}]
            """, events[^1]["response"]!["output"]);
        Assert.Equal(events[^1]["response"]!["output"]!.AsArray().Select(item => item!.ToJsonString()),
            events.Where(e => (string?)e["type"] == "response.output_item.done").Select(e => e["item"]!.ToJsonString()));
        Assert.Equal("""{"x":1}""", string.Concat(events.Where(e => (string?)e["type"] == "response.function_call_arguments.delta" && (int?)e["output_index"] == 2).Select(e => (string?)e["delta"])));
        Assert.Contains(events, e => (string?)e["type"] == "response.reasoning_summary_text.delta" && (int?)e["summary_index"] == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"created\":0,")]
    [InlineData("\"created\":null,")]
    public void an_answer_whose_upstream_tells_no_time_is_dated_by_the_request(string created)
    {
        var facts = Facts with { AskedAt = 1795867200 };
        var chunk = $$"""data: {"id":"c",{{created}}"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

        var events = Events(Stream(How, chunk, facts));
        var document = Document(How, $$"""{"id":"c",{{created}}"choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}]}""", facts);

        Assert.Equal([1795867200, 1795867200], new[] { events[0], events[^1] }.Select(e => (int)e["response"]!["created_at"]!));
        Assert.Equal(1795867200, (int)document!["created_at"]!);
    }

    [Theory]
    [InlineData("length", "max_output_tokens")]
    [InlineData("content_filter", "content_filter")]
    public void an_answer_that_was_cut_is_incomplete(string finish, string reason)
    {
        var last = Events(Stream(How, Chunks("""{"content":"x"}""") + Finish(finish)))[^1];
        Assert.Equal("response.incomplete", (string?)last["type"]);
        Same(Response("incomplete", "[" + Text(0, "x") + "]", $$"""{"reason":"{{reason}}"}"""), last["response"]);
    }

    [Fact]
    public void an_error_is_told_and_the_response_has_failed()
    {
        var events = Events(Stream(How, Chunks("""{"content":"x"}""") + """data: {"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}""" + "\n\n"));
        Assert.Equal(["error", "response.failed"], events.TakeLast(2).Select(e => (string)e["type"]!));
        Assert.Equal("slow down", (string?)events[^2]["message"]);
        Same("""{"code":"rate_limit_exceeded","message":"slow down"}""", events[^1]["response"]!["error"]);
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
    }

    [Fact]
    public void a_stream_that_ends_without_a_word_of_its_end_is_lost() => Assert.Null(Stream(How, Chunks("""{"content":"x"}""")));

    [Fact]
    public void a_document_becomes_a_response() => Same(
        Response("completed", "[" + Text(0, "hi") + """,{"id":"fc_req1_1","type":"function_call","status":"completed","call_id":"a","name":"f","arguments":"{}"}]"""),
        Document(How, """{"created":7,"choices":[{"message":{"role":"assistant","content":"hi","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":5}}}"""));

    [Fact]
    public void a_call_of_a_namespaces_tool_tells_both() => Same(
        """[{"id":"fc_req1_0","type":"function_call","status":"completed","call_id":"a","name":"spawn","namespace":"team","arguments":"{}"}]""",
        Document(How, """{"choices":[{"message":{"tool_calls":[{"id":"a","function":{"name":"team__spawn","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""", Facts with { Namespaces = ["team"] })!["output"]);

    [Fact]
    public void a_call_with_free_input_is_told_when_it_is_whole()
    {
        var facts = Facts with { FreeTools = ["patch"] };
        var events = Events(Stream(How, Chunks(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"patch","arguments":"{\"input\":"}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":"\"x \\\"y\\\"\\n\"}"}}]}""") + Finish("tool_calls"), facts));
        Assert.Equal(
            ["response.created", "response.in_progress", "response.output_item.added", "response.custom_tool_call_input.delta",
                "response.custom_tool_call_input.done", "response.output_item.done", "response.completed"],
            events.Select(e => (string)e["type"]!));
        Assert.Equal(("x \"y\"\n", "x \"y\"\n"), ((string?)events[3]["delta"], (string?)events[4]["input"]));
        Same("""[{"id":"ctc_req1_0","type":"custom_tool_call","status":"completed","call_id":"a","name":"patch","input":"x \"y\"\n"}]""", events[^1]["response"]!["output"]);
    }

    [Fact]
    public void what_is_no_answer_is_not_made_one() => Assert.Null(Document(How, """{"choices":[]}"""));
}
