using Sidecar.Domain.Backends;
using static Sidecar.Domain.Tests.Translation.Translated;

namespace Sidecar.Domain.Tests.Translation;

public class MessagesAnswerTests
{
    private const Translations How = Translations.MessagesToChat;

    private const string Usage = """{"input_tokens":40,"cache_creation_input_tokens":0,"cache_read_input_tokens":60,"output_tokens":20}""";

    [Fact]
    public void a_text_is_told_in_the_order_that_anthropic_has()
    {
        var events = Events(Stream(How, Chunks("""{"role":"assistant","content":""}""", """{"content":"Hel"}""", """{"content":"l\"o\n€"}""") + Finish("stop")));
        Assert.Equal(
            ["message_start", "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta",
                "message_stop"],
            events.Select(e => (string)e["type"]!));
        Same("""{"type":"message_start","message":{"id":"msg_req1","type":"message","role":"assistant","model":"the-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}""", events[0]);
        Same("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""", events[1]);
        Same("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"l\"o\n€"}}""", events[3]);
        Same($$"""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{{Usage}}}""", events[5]);
    }

    [Fact]
    public void thinking_goes_before_the_text_in_a_block_of_its_own()
    {
        var events = Events(Stream(How, Chunks("""{"reasoning_content":"hm","reasoning":"hm"}""", """{"reasoning":"m"}""", """{"content":"Yes"}""") + Finish("stop")));
        Same("""{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""", events[1]);
        Assert.Equal("hmm", string.Concat(events.Select(e => (string?)e["delta"]?["thinking"])));
        Assert.Equal("Yes", string.Concat(events.Select(e => (string?)e["delta"]?["text"])));
        Assert.Equal([0, 1], events.Where(e => (string?)e["type"] == "content_block_stop").Select(e => (int)e["index"]!));
    }

    [Fact]
    public void thinking_that_nobody_asked_for_is_a_sign_of_life()
    {
        var events = Events(Stream(How, Chunks("""{"reasoning":"hm"}""", """{"content":"Yes"}""") + Finish("stop"), Facts with { ShowsReasoning = false }));
        Assert.Equal(["message_start", "ping", "content_block_start"], events.Take(3).Select(e => (string)e["type"]!));
        Assert.Equal("text", (string?)events[2]["content_block"]!["type"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void calls_of_several_tools_come_whole_one_after_the_other_or_in_turns(bool inTurns)
    {
        string[] first = ["""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"""];
        string[] second = ["""{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{\"y\":"}}]}""", """{"tool_calls":[{"index":1,"function":{"arguments":"\"é\"}"}}]}"""];
        string[] order = inTurns ? [first[0], second[0], first[1], second[1], first[2]] : [.. first, .. second];
        var events = Events(Stream(How, Chunks(["""{"content":"ok"}""", .. order]) + Finish("tool_calls")));
        Assert.Equal([("a", "f"), ("b", "g")], events.Where(e => (string?)e["content_block"]?["type"] == "tool_use")
            .Select(e => ((string)e["content_block"]!["id"]!, (string)e["content_block"]!["name"]!)));
        Assert.Equal("""{"x":1}""", Input(1));
        Assert.Equal("""{"y":"é"}""", Input(2));
        Assert.Equal("tool_use", (string?)events[^2]["delta"]!["stop_reason"]);
        // Each block ends before the next begins.
        Assert.Equal([0, 0, 1, 1, 2, 2], events.Where(e => (string?)e["type"] is "content_block_start" or "content_block_stop")
            .Select(e => (int)e["index"]!));

        string Input(int index) => string.Concat(events.Where(e => (int?)e["index"] == index)
            .Select(e => (string?)e["delta"]?["partial_json"]));
    }

    [Fact]
    public void calls_that_are_all_numbered_0_are_told_apart_by_their_ids()
    {
        var events = Events(Stream(How, Chunks(
            """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}""",
            """{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":{"z":"q"}}}]}""") + Finish("stop")));
        Assert.Equal(["a", "b"], events.Select(e => (string?)e["content_block"]?["id"]).OfType<string>());
        Assert.Equal("""{}{"z":"q"}""", string.Concat(events.Select(e => (string?)e["delta"]?["partial_json"])));
        Assert.Equal("tool_use", (string?)events[^2]["delta"]!["stop_reason"]);
    }

    [Fact]
    public void a_text_that_comes_while_a_tool_is_called_is_not_lost()
    {
        var events = Events(Stream(How, Chunks("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]}""", """{"content":"late"}""", """{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]}""") + Finish("tool_calls")));
        Assert.Equal("{}", string.Concat(events.Select(e => (string?)e["delta"]?["partial_json"])));
        Assert.Equal("late", string.Concat(events.Select(e => (string?)e["delta"]?["text"])));
    }

    [Theory]
    [InlineData("stop", "end_turn")]
    [InlineData("length", "max_tokens")]
    [InlineData("content_filter", "refusal")]
    [InlineData("eos", "end_turn")]
    public void why_it_ended_has_other_words(string chat, string anthropic) =>
        Assert.Equal(anthropic, (string?)Events(Stream(How, Chunks("""{"content":"x"}""") + Finish(chat)))[^2]["delta"]!["stop_reason"]);

    [Fact]
    public void the_text_that_it_stopped_at_is_told_where_the_server_tells_it()
    {
        var events = Events(Stream(How, Chunks("""{"content":"x"}""") + """data: {"choices":[{"delta":{},"finish_reason":"stop","stop_reason":"END"}]}""" + "\n\ndata: [DONE]\n\n"));
        Same("""{"stop_reason":"stop_sequence","stop_sequence":"END"}""", events[^2]["delta"]);
    }

    [Fact]
    public void a_stream_without_done_is_whole_when_it_said_why_it_ended() =>
        Assert.Equal("message_stop", (string?)Events(Stream(How, Chunks("""{"content":"x"}""") + Finish("stop").Replace("data: [DONE]\n\n", "")))[^1]["type"]);

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}")]
    [InlineData("data: <html>\n\n")]
    public void a_stream_that_ends_without_a_word_of_its_end_is_lost(string end) => Assert.Null(Stream(How, Chunks("""{"content":"x"}""") + end));

    [Fact]
    public void an_error_is_told_in_anthropics_words_and_nothing_follows()
    {
        var events = Events(Stream(How, Chunks("""{"content":"x"}""") + """data: {"error":{"message":"slow down","type":"rate_limit_error","code":429}}""" + "\n\ndata: [DONE]\n\n"));
        Same("""{"type":"error","error":{"type":"rate_limit_error","message":"slow down"},"request_id":"req1"}""", events[^1]);
    }

    [Fact]
    public void comments_stay_signs_of_life() => Assert.StartsWith(":\n\n", Stream(How, ": PROCESSING\n\n" + Chunks("""{"content":"x"}""") + Finish("stop")));

    [Fact]
    public void a_document_becomes_a_message() => Same(
        $$$"""{"id":"msg_req1","type":"message","role":"assistant","model":"the-model","content":[{"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"I \"look\""},{"type":"tool_use","id":"a","name":"f","input":{"x":[1,"é"]},"caller":{"type":"direct"}},{"type":"tool_use","id":"b","name":"g","input":{},"caller":{"type":"direct"}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{{{Usage}}}}""",
        Document(How, """{"id":"c","created":7,"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"hm","content":"I \"look\"","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":[1,\"é\"]}"}},{"id":"b","type":"function","function":{"name":"g","arguments":""}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":60}}}"""));

    [Fact]
    public void what_was_thought_comes_first_wherever_a_document_has_it() => Assert.Equal(
        ["thinking", "text", "tool_use"],
        Document(How, """{"choices":[{"index":0,"message":{"role":"assistant","content":"I look","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}],"reasoning_content":"hm"},"finish_reason":"tool_calls"}]}""")!
            ["content"]!.AsArray().Select(block => (string)block!["type"]!));

    [Theory]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"hello":1}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]},"finish_reason":"stop"}]}""")]
    public void what_is_no_answer_is_not_made_one(string json) => Assert.Null(Document(How, json));
}
