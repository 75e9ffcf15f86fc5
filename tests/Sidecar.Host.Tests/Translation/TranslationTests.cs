using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Translation;

/// <summary>A request in one dialect and backends that speak another: which is asked, with what, and what the client sees.</summary>
public sealed class TranslationTests
{
    private const string ChatOnly = "apis = [chat]";
    private const string Messages = "/v1/messages";
    private const string Responses = "/v1/responses";

    [Fact]
    public async Task messages_are_asked_of_a_chat_api_as_chat()
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(ChatTalk.Stream));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + "model-aliases { m = up-m }\n" + Calm);

        using var request = Chat.Request(ChatTalk.StreamedMessages, Messages + "?beta=true", ("x-api-key", "of-client"),
            ("anthropic-version", "2023-06-01"), ("anthropic-beta", "x"));
        using var response = await sidecar.Send(request);
        var text = await response.Text();

        var sent = await chat.Arrival();
        Assert.Equal(("/v1/chat/completions", "Bearer key-of-a", (string?)null, (string?)null),
            (sent.Target, sent.Header("authorization"), sent.Header("anthropic-version"), sent.Header("x-api-key")));
        var body = JsonNode.Parse(sent.Text)!;
        Assert.Equal(("up-m", true, "hi"), ((string)body["model"]!, (bool)body["stream_options"]!["include_usage"]!,
            (string)body["messages"]![0]!["content"]!));
        Assert.Equal((200, "messages-to-chat", "text/event-stream", "a"),
            ((int)response.StatusCode, response.Label("translated"), response.Header("content-type"), response.Label("backend")));
        Assert.StartsWith("event: message_start\n", text, StringComparison.Ordinal);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", text, StringComparison.Ordinal);
        var row = Assert.Single(await sidecar.UsageAfter(response.Id()));
        Assert.Equal((100, 60, 20), (row.GetProperty("prompt_tokens").GetInt32(), row.GetProperty("cached_tokens").GetInt32(),
            row.GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task a_clients_own_key_goes_where_a_chat_api_looks_for_it()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, key: null, more: ChatOnly) + Calm);

        using var request = Chat.Request(ChatTalk.MessagesBody, Messages, ("x-api-key", "of-client"));
        using var response = await sidecar.Send(request);

        var sent = await chat.Arrival();
        Assert.Equal((200, "Bearer of-client", (string?)null),
            ((int)response.StatusCode, sent.Header("authorization"), sent.Header("x-api-key")));
    }

    [Fact]
    public async Task who_speaks_it_goes_first_even_in_a_later_pool_and_is_given_it_as_it_is()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var real = await FakeUpstream.Start(Reply.Json(ChatTalk.RealMessage));
        await using var sidecar = await RunningSidecar.Start(
            "pools = [primary, fallback]\n" + Backend("a", chat, more: ChatOnly)
                + Backend("b", real, "fallback", more: "dialect = anthropic") + Calm);

        using var first = await sidecar.Post(ChatTalk.MessagesBody, Messages);
        Assert.Equal((ChatTalk.RealMessage, "b", (string?)null), (await first.Text(), first.Label("backend"), first.Label("translated")));
        Assert.Equal(ChatTalk.MessagesBody, (await real.Arrival()).Text);

        real.Otherwise(Reply.RateLimited());
        using var second = await sidecar.Post(ChatTalk.MessagesBody, Messages);
        Assert.Equal((200, "a", "messages-to-chat"), ((int)second.StatusCode, second.Label("backend"), second.Label("translated")));
        await sidecar.Ended(second.Id());
        var walk = (await sidecar.Admin($"/admin/requests/{second.Id()}")).ToString();
        Assert.Contains("\"translated\":\"messages-to-chat\"", walk.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_cannot_be_carried_over_is_a_400_that_names_it_in_the_clients_words()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        using var messages = await sidecar.Post("""{"model":"m","max_tokens":1,"top_k":3,"messages":[{"role":"user","content":"x"}]}""", Messages);
        using var responses = await sidecar.Post("""{"model":"m","input":"x","previous_response_id":"resp_1"}""", Responses);

        var error = await messages.Error();
        Assert.Equal((400, "invalid_request_error"), ((int)messages.StatusCode, error.GetProperty("type").GetString()));
        Assert.StartsWith("top_k: ", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        var other = await responses.Error();
        Assert.Equal((400, "cannot_be_translated"), ((int)responses.StatusCode, other.GetProperty("code").GetString()));
        Assert.StartsWith("previous_response_id: ", other.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, chat.Count);
    }

    [Fact]
    public async Task what_cannot_be_carried_over_still_goes_to_who_speaks_it()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var real = await FakeUpstream.Start(Reply.RateLimited());
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly)
            + Backend("b", real, more: "dialect = anthropic") + Calm);

        using var response = await sidecar.Post("""{"model":"m","max_tokens":1,"top_k":3,"messages":[{"role":"user","content":"x"}]}""", Messages);

        Assert.Equal((503, "overloaded_error", 1, 0), ((int)response.StatusCode, (await response.Error()).GetProperty("type").GetString(),
            real.Count, chat.Count));
    }

    [Theory]
    [InlineData("apis = [chat], translate = []", Messages, ChatTalk.MessagesBody)]
    [InlineData("apis = chat, translate = responses-to-chat", Messages, ChatTalk.MessagesBody)]
    [InlineData("apis = [embeddings]", Responses, ChatTalk.ResponsesBody)]
    [InlineData("dialect = anthropic", Chat.Path, Chat.Plain)]
    public async Task a_backend_that_cannot_take_it_is_not_asked(string more, string path, string body)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: more) + Calm);

        using var response = await sidecar.Post(body, path);

        Assert.Equal((404, "no_backend_for_api", 0), ((int)response.StatusCode, response.Label("code"), upstream.Count));
    }

    [Fact]
    public async Task an_upstreams_refusal_is_told_in_anthropics_form()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json("""{"error":{"message":"Bad thing","type":"invalid_request_error","param":null,"code":null}}""", 400));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        using var response = await sidecar.Post(ChatTalk.MessagesBody, Messages);

        Assert.Equal($$"""{"type":"error","error":{"type":"invalid_request_error","message":"Bad thing"},"request_id":"{{response.Id()}}"}""", await response.Text());
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(Messages, ChatTalk.StreamedMessages, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"")]
    [InlineData(Responses, ChatTalk.StreamedResponses, "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_interrupted\"")]
    public async Task a_stream_that_is_cut_is_told_and_broken_off(string path, string body, string notice)
    {
        var live = new LiveStream();
        await using var chat = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        var asked = sidecar.Post(body, path);
        await live.Send(Events.Delta("Hel"));
        using var response = await asked;
        await live.Cut();
        var text = await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken();

        Assert.Contains("\"Hel\"", text, StringComparison.Ordinal);
        Assert.Contains(notice, text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_stream_that_ends_in_good_order_but_half_way_is_a_loss_too()
    {
        await using var chat = await FakeUpstream.Start(Reply.Stream(Events.Delta("Hel")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        using var response = await sidecar.Post(ChatTalk.StreamedMessages, Messages);
        var text = await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken();

        Assert.Contains("event: error\n", text, StringComparison.Ordinal);
        var row = Assert.Single(await sidecar.AttemptsOf(response.Id()));
        Assert.NotNull(row.ErrorClass);
    }

    [Fact]
    public async Task an_answer_that_is_no_chat_is_a_failure_and_the_next_is_asked()
    {
        await using var odd = await FakeUpstream.Start(Reply.Json("""{"hello":"there"}"""));
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var sidecar = await RunningSidecar.Start(Backend("a", odd, more: ChatOnly) + Backend("b", chat, more: ChatOnly) + Calm);

        using var response = await sidecar.Post(ChatTalk.MessagesBody, Messages);

        Assert.Equal((200, "b", "2"), ((int)response.StatusCode, response.Label("backend"), response.Label("attempts")));
    }

    [Fact]
    public async Task a_whole_answer_where_a_stream_was_asked_for_is_given_as_one()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(
            ChatTalk.Document.Replace(",\"choices\"", ",\n \"choices\"", StringComparison.Ordinal)));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);

        using var response = await sidecar.Post(ChatTalk.StreamedMessages, Messages);
        var text = await response.Text();

        Assert.Equal("text/event-stream", response.Header("content-type"));
        Assert.Contains("\"partial_json\":\"{\\\"city\\\":\\\"Bonn\\\"}\"", text, StringComparison.Ordinal);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", text, StringComparison.Ordinal);
        Assert.Equal(120, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task a_backend_that_does_not_know_an_effort_is_asked_without_and_not_told_again()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        chat.Then(Reply.Json("""{"error":{"message":"Unrecognized request argument supplied: reasoning_effort","type":"invalid_request_error"}}""", 400));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);
        const string Thinking = """{"model":"m","max_tokens":9,"thinking":{"type":"enabled","budget_tokens":2000},"messages":[{"role":"user","content":"x"}]}""";

        using var first = await sidecar.Post(Thinking, Messages);
        using var second = await sidecar.Post(Thinking, Messages);

        Assert.Equal((200, "1", 200), ((int)first.StatusCode, first.Label("attempts"), (int)second.StatusCode));
        Assert.Equal([true, false, false], chat.Requests.Select(r => r.Text.Contains("reasoning_effort", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task tokens_are_counted_by_who_can_else_estimated_and_marked()
    {
        const string Path = "/v1/messages/count_tokens";
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var real = await FakeUpstream.Start(Reply.Json("""{"input_tokens":7}"""));
        await using var alone = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);
        await using var both = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly)
            + Backend("b", real, more: "dialect = anthropic") + Calm);

        using var estimated = await alone.Post(ChatTalk.MessagesBody, Path);
        using var counted = await both.Post(ChatTalk.MessagesBody, Path);
        real.Otherwise(Reply.Json("""{"detail":"Not Found"}""", 404));
        using var lacking = await both.Post(ChatTalk.MessagesBody, Path);

        Assert.Equal(("""{"input_tokens":7}""", (string?)null), (await counted.Text(), counted.Label("estimated")));
        Assert.Equal((200, "input_tokens"), ((int)estimated.StatusCode, estimated.Label("estimated")));
        Assert.InRange(JsonDocument.Parse(await estimated.Text()).RootElement.GetProperty("input_tokens").GetInt32(), 5, 40);
        Assert.Equal((200, "input_tokens", 0), ((int)lacking.StatusCode, lacking.Label("estimated"), chat.Count));
    }

    [Fact]
    public async Task a_compressed_request_is_carried_over_too()
    {
        await using var chat = await FakeUpstream.Start(Reply.Json(ChatTalk.Document));
        await using var sidecar = await RunningSidecar.Start(Backend("a", chat, more: ChatOnly) + Calm);
        using var request = Chat.Request(ChatTalk.MessagesBody, Messages);
        request.Content = new ByteArrayContent(Reply.Compress("gzip", System.Text.Encoding.UTF8.GetBytes(ChatTalk.MessagesBody)));
        request.Content.Headers.Add("Content-Type", "application/json");
        request.Content.Headers.Add("Content-Encoding", "gzip");

        using var response = await sidecar.Send(request);

        var sent = await chat.Arrival();
        Assert.Equal((200, (string?)null, "hi"), ((int)response.StatusCode, sent.Header("content-encoding"),
            (string?)JsonNode.Parse(sent.Text)!["messages"]![0]!["content"]));
    }
}
