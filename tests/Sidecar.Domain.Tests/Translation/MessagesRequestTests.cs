using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using static Sidecar.Domain.Tests.Translation.Translated;

namespace Sidecar.Domain.Tests.Translation;

public class MessagesRequestTests
{
    private const Translations How = Translations.MessagesToChat;

    private static string Of(string messages, string more = "") => $$"""{"model":"m","max_tokens":9,"messages":{{messages}}{{more}}}""";

    [Fact]
    public void a_plain_request_keeps_what_it_says() => Same(
        """{"model":"m","messages":[{"role":"system","content":"Be \"brief\".\n\nTwo."},{"role":"user","content":"grüß dich"}],"max_tokens":9,"stop":["X"],"stream":true,"temperature":0.5,"top_p":0.9}""",
        Request(How, Of("""[{"role":"user","content":"grüß dich"}]""",
            ""","system":[{"type":"text","text":"Be \"brief\".","cache_control":{"type":"ephemeral"}},{"type":"text","text":"Two."}],"stop_sequences":["X"],"stream":true,"temperature":0.5,"top_p":0.9,"metadata":{"user_id":"u"}""")));

    [Fact]
    public void several_tools_called_at_once_and_their_results_keep_their_ids() => Same(
        """
        {"model":"m","messages":[
          {"role":"user","content":"both"},
          {"role":"assistant","content":"I look.","tool_calls":[
            {"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":\"x\\\"y\"}"}},
            {"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"t1","content":"one"},
          {"role":"tool","tool_call_id":"t2","content":"Error: two\n\nthree"},
          {"role":"user","content":"and now?"}],"max_tokens":9}
        """,
        Request(How, Of("""
            [{"role":"user","content":[{"type":"text","text":"both"}]},
             {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"I look."},
               {"type":"tool_use","id":"t1","name":"f","input":{"a":"x\"y"}},{"type":"tool_use","id":"t2","name":"g","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"one"},
               {"type":"tool_result","tool_use_id":"t2","is_error":true,"content":[{"type":"text","text":"two"},{"type":"text","text":"three"}]},
               {"type":"text","text":"and now?"}]}]
            """)));

    [Fact]
    public void a_call_without_a_word_beside_it_has_no_content()
    {
        var chat = Request(How, Of("""[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]"""));
        Assert.Null(chat["messages"]![0]!["content"]);
        Same("""{"role":"tool","tool_call_id":"t","content":""}""", chat["messages"]![1]);
    }

    [Fact]
    public void pictures_go_as_data_or_by_address_also_those_that_tools_show() => Same(
        """
        [{"role":"tool","tool_call_id":"t","content":"seen"},
         {"role":"user","content":[{"type":"text","text":"Of the result of t:"},{"type":"image_url","image_url":{"url":"data:image/png;base64,A+/="}},
          {"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"https://x.test/a.png"}},
          {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}]}]
        """,
        Request(How, Of("""
            [{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"seen"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"A+/="}}]},
              {"type":"text","text":"look"},{"type":"image","source":{"type":"url","url":"https://x.test/a.png"}},
              {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"QQ=="}}]}]
            """))["messages"]);

    [Theory]
    [InlineData("""{"type":"auto"}""", "\"auto\"")]
    [InlineData("""{"type":"any"}""", "\"required\"")]
    [InlineData("""{"type":"none"}""", "\"none\"")]
    [InlineData("""{"type":"tool","name":"f"}""", """{"type":"function","function":{"name":"f"}}""")]
    public void tools_and_their_choice_have_other_names(string choice, string expected)
    {
        var chat = Request(How, Of("""[{"role":"user","content":"x"}]""",
            ""","tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],"tool_choice":""" + choice));
        Same("""[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}]""", chat["tools"]);
        Same(expected, chat["tool_choice"]);
        Assert.Null(chat["parallel_tool_calls"]);
    }

    [Fact]
    public void one_tool_at_a_time_is_said_in_chats_way() => Same("false", Request(How, Of("""[{"role":"user","content":"x"}]""",
        ""","tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}"""))["parallel_tool_calls"]);

    [Theory]
    [InlineData(""","thinking":{"type":"enabled","budget_tokens":2048}""", "low")]
    [InlineData(""","thinking":{"type":"enabled","budget_tokens":16384}""", "medium")]
    [InlineData(""","thinking":{"type":"enabled","budget_tokens":31999}""", "high")]
    [InlineData(""","thinking":{"type":"adaptive"},"output_config":{"effort":"medium"}""", "medium")]
    [InlineData(""","thinking":{"type":"adaptive"},"output_config":{"effort":"max"}""", "high")]
    [InlineData(""","thinking":{"type":"disabled"}""", null)]
    public void how_hard_to_think_is_an_effort(string thinking, string? effort)
    {
        Assert.Equal(effort, (string?)Request(How, Of("""[{"role":"user","content":"x"}]""", thinking))["reasoning_effort"]);
        Assert.Null(Request(How, Of("""[{"role":"user","content":"x"}]""", thinking), new ChatForm(WithoutEffort: true))["reasoning_effort"]);
    }

    [Fact]
    public void a_form_of_the_answer_is_a_response_format() => Same(
        """{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object"}}}""",
        Request(How, Of("""[{"role":"user","content":"x"}]""", ""","output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}"""))["response_format"]);

    [Fact]
    public void models_that_reason_are_told_the_bound_under_its_newer_name() =>
        Same("9", Request(How, Of("""[{"role":"user","content":"x"}]"""), new ChatForm(UsesCompletionTokens: true))["max_completion_tokens"]);

    [Theory]
    [InlineData("""[{"role":"user","content":"x"}],"top_k":5""", "top_k")]
    [InlineData("""[{"role":"user","content":"x"}],"mcp_servers":[{"url":"u"}]""", "mcp_servers")]
    [InlineData("""[{"role":"user","content":"x"}],"container":"c" """, "container")]
    [InlineData("""[{"role":"user","content":"x"}],"something_new":{"a":1}""", "something_new")]
    [InlineData("""[{"role":"user","content":"x"}],"tools":[{"name":"a","input_schema":{}},{"type":"web_search_20250305","name":"web_search"}]""", "tools[1].type (web_search_20250305)")]
    [InlineData("""[{"role":"user","content":"x"}],"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]}""", "context_management.edits[0].type (clear_tool_uses_20250919)")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"x"},{"type":"search_result","source":"s"}]}]""", "messages[0].content[1].type (search_result)")]
    [InlineData("""[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]""", "messages[0].content[0].source.type (file)")]
    [InlineData("""[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"server_tool_use","id":"s","name":"web_search","input":{}}]},{"role":"user","content":"y"}]""", "messages[1].content[0].type (server_tool_use)")]
    [InlineData("""[{"role":"user","content":"x"},{"role":"assistant","content":"Once upon"}]""", "messages[1].role (an assistant's message at the end)")]
    [InlineData("""[{"role":"user","content":[{"type":"document","citations":{"enabled":true},"source":{"type":"text","data":"x"}}]}]""", "messages[0].content[0].citations")]
    public void what_cannot_be_carried_over_is_named(string rest, string field) =>
        Assert.Equal(field, Obstacle(How, $$"""{"model":"m","max_tokens":9,"messages":{{rest}}}"""));

    [Theory]
    [InlineData(""","context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]}""")]
    [InlineData(""","mcp_servers":[],"container":null,"top_k":null,"service_tier":"auto" """)]
    public void what_asks_for_nothing_is_no_obstacle(string more) => Assert.Null(Obstacle(How, Of("""[{"role":"user","content":"x"}]""", more)));

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    public void what_is_no_request_is_told_so(string body) => Assert.NotNull(Obstacle(How, body));
}
