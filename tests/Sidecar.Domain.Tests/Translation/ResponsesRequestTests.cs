using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using static Sidecar.Domain.Tests.Translation.Translated;

namespace Sidecar.Domain.Tests.Translation;

public class ResponsesRequestTests
{
    private const Translations How = Translations.ResponsesToChat;

    private static string Of(string input, string more = "") => $$"""{"model":"m","input":{{input}}{{more}}}""";

    [Fact]
    public void a_plain_request_keeps_what_it_says() => Same(
        """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}],"max_tokens":9,"stream":true,"temperature":0.5}""",
        Request(How, Of("\"hi\"", ""","instructions":"Be brief.","max_output_tokens":9,"stream":true,"temperature":0.5,"store":false,"prompt_cache_key":"k","include":["reasoning.encrypted_content"]""")));

    [Fact]
    public void items_become_messages_and_the_systems_first_words_one() => Same(
        """
        [{"role":"system","content":"A\n\nB"},
         {"role":"user","content":"do"},
         {"role":"assistant","content":"Yes.","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"one"},
         {"role":"tool","tool_call_id":"c2","content":"two"},
         {"role":"user","content":[{"type":"text","text":"Of the result of c2:"},{"type":"image_url","image_url":{"url":"data:image/png;base64,QQ=="}}]},
         {"role":"assistant","content":"Done."},
         {"role":"system","content":"C"},
         {"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"https://x.test/i.png","detail":"low"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}]}]
        """,
        Request(How, Of("""
            [{"type":"message","role":"developer","content":[{"type":"input_text","text":"B"}]},
             {"role":"user","content":"do"},
             {"type":"reasoning","id":"rs","summary":[],"encrypted_content":"x"},
             {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Yes.","annotations":[]}]},
             {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"a\":1}"},
             {"type":"function_call","call_id":"c2","name":"g","arguments":"{}","status":"completed"},
             {"type":"function_call_output","call_id":"c1","output":"one"},
             {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"two"},{"type":"input_image","image_url":"data:image/png;base64,QQ=="}]},
             {"type":"message","role":"assistant","content":"Done."},
             {"role":"developer","content":"C"},
             {"role":"user","content":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"https://x.test/i.png","detail":"low"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}]}]
            """, ""","instructions":"A" """))["messages"]);

    [Theory]
    [InlineData("\"auto\"", "\"auto\"")]
    [InlineData("\"required\"", "\"required\"")]
    [InlineData("""{"type":"function","name":"f"}""", """{"type":"function","function":{"name":"f"}}""")]
    public void tools_and_their_choice_are_nested(string choice, string expected)
    {
        var chat = Request(How, Of("\"x\"", $$""","tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],"tool_choice":{{choice}},"parallel_tool_calls":false"""));
        Same("""[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}}]""", chat["tools"]);
        Same(expected, chat["tool_choice"]);
        Same("false", chat["parallel_tool_calls"]);
    }

    [Fact]
    public void tools_of_a_namespace_have_it_before_their_names()
    {
        const string Body = """{"model":"m","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"c","namespace":"team","name":"spawn","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"ok"}],"tools":[{"type":"function","name":"f","parameters":{}},{"type":"namespace","name":"team","description":"d","tools":[{"type":"function","name":"spawn","parameters":{}}]}],"tool_choice":"auto"}""";
        var chat = Request(How, Body);
        Assert.Equal(["f", "team__spawn"], chat["tools"]!.AsArray().Select(tool => (string)tool!["function"]!["name"]!));
        Assert.Equal("team__spawn", (string?)chat["messages"]![1]!["tool_calls"]![0]!["function"]!["name"]);
        var carried = RequestTranslation.Write(How, System.Text.Encoding.UTF8.GetBytes(Body), new ChatForm(),
            new System.Buffers.ArrayBufferWriter<byte>());
        Assert.Equal(["team"], carried.Namespaces!);
    }

    [Fact]
    public void a_tool_of_free_input_is_a_function_of_one_argument()
    {
        var chat = Request(How, """{"model":"m","tool_choice":{"type":"custom","name":"patch"},"tools":[{"type":"custom","name":"patch","description":"Patch.","format":{"type":"grammar","syntax":"lark","definition":"start: x"}}],"input":[{"role":"user","content":"x"},{"type":"custom_tool_call","call_id":"c","name":"patch","input":"a \"b\"\n"},{"type":"custom_tool_call_output","call_id":"c","output":"ok"}]}""");
        Same("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""", chat["tools"]![0]!["function"]!["parameters"]);
        Assert.Equal("Patch.\n\nThe input follows this lark grammar:\nstart: x", (string?)chat["tools"]![0]!["function"]!["description"]);
        Assert.Equal("""{"input":"a \"b\"\n"}""", (string?)chat["messages"]![1]!["tool_calls"]![0]!["function"]!["arguments"]);
        Same("""{"role":"tool","tool_call_id":"c","content":"ok"}""", chat["messages"]![2]);
        Same("""{"type":"function","function":{"name":"patch"}}""", chat["tool_choice"]);
    }

    [Fact]
    public void tools_may_stand_among_the_items()
    {
        const string Body = """{"model":"m","input":[{"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"functions","tools":[{"type":"custom","name":"exec"},{"type":"function","name":"wait","parameters":{}}]}]},{"type":"message","role":"developer","content":"d"},{"role":"user","content":"x"}],"tool_choice":"auto"}""";
        var chat = Request(How, Body);
        Assert.Equal(["functions__exec", "functions__wait"], chat["tools"]!.AsArray().Select(tool => (string)tool!["function"]!["name"]!));
        Assert.Equal(["system", "user"], chat["messages"]!.AsArray().Select(message => (string)message!["role"]!));
        var carried = RequestTranslation.Write(How, System.Text.Encoding.UTF8.GetBytes(Body), new ChatForm(),
            new System.Buffers.ArrayBufferWriter<byte>());
        Assert.Equal(["functions"], carried.Namespaces!);
        Assert.Equal(["functions__exec"], carried.FreeTools!);
    }

    [Fact]
    public void without_tools_nothing_is_said_of_their_choice()
    {
        var chat = Request(How, Of("\"x\"", ""","tools":[],"tool_choice":"auto","parallel_tool_calls":true"""));
        Assert.Null(chat["tool_choice"]);
        Assert.Null(chat["parallel_tool_calls"]);
    }

    [Fact]
    public void the_form_of_the_text_and_the_effort_have_other_places()
    {
        var chat = Request(How, Of("\"x\"", ""","text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true}},"reasoning":{"effort":"low","summary":"auto"}"""));
        Same("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}}""", chat["response_format"]);
        Assert.Equal(("low", "low"), ((string?)chat["reasoning_effort"], (string?)chat["verbosity"]));
    }

    [Theory]
    [InlineData("""{"input":"x","previous_response_id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"input":"x","conversation":"conv_1"}""", "conversation")]
    [InlineData("""{"input":"x","prompt":{"id":"p"}}""", "prompt")]
    [InlineData("""{"input":"x","background":true}""", "background")]
    [InlineData("""{"input":"x","truncation":"auto"}""", "truncation (auto)")]
    [InlineData("""{"input":"x","include":["message.output_text.logprobs"]}""", "include (message.output_text.logprobs)")]
    [InlineData("""{"input":"x","tools":[{"type":"web_search"}]}""", "tools[0].type (web_search)")]
    [InlineData("""{"input":"x","tool_choice":"auto","tools":[{"type":"function","name":"f"},{"type":"web_search"}]}""", "tools[1].type (web_search)")]
    [InlineData("""{"input":[{"type":"item_reference","id":"i"}]}""", "input[0].type (item_reference)")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]}""", "input[0].content[0].file_id")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_url":"https://x.test"}]}]}""", "input[0].content[0].file_url")]
    [InlineData("""{"input":"x","max_tool_calls":3}""", "max_tool_calls")]
    [InlineData("""{"instructions":"x"}""", "input")]
    public void what_cannot_be_carried_over_is_named(string body, string field) => Assert.Equal(field, Obstacle(How, body));

    [Fact]
    public void nulls_ask_for_nothing() => Assert.Null(Obstacle(How,
        Of("\"x\"", ""","previous_response_id":null,"conversation":null,"background":false,"truncation":"disabled","top_logprobs":0,"max_tool_calls":null,"service_tier":"auto" """)));
}
