using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>Only the backend that made something can continue from it.</summary>
public sealed class MakerTests
{
    private const string Ask = """{"model":"m","input":"x"}""";
    private const string Next = """{"model":"m","input":"y","previous_response_id":"resp_b"}""";

    private static readonly Reply Unknown = Reply.Json("""{"error":{"message":"Previous response with id 'resp_b' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}}""", 404);

    private static Reply Made(string id) => Reply.Json($$"""{"id":"{{id}}","object":"response","status":"completed","output":[]}""");

    [Fact]
    public async Task what_goes_on_from_something_goes_to_its_maker_also_after_a_restart()
    {
        await using var a = await FakeUpstream.Start(Made("resp_a"));
        await using var b = await FakeUpstream.Start(Made("resp_b"));
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm + "cooldown.jitter = 0\n");

        using var made = await sidecar.Post(Ask, "/v1/responses");
        Assert.Equal("b", made.Label("backend"));
        await sidecar.Ended(made.Id());
        await sidecar.Restart();

        using var next = await sidecar.Post(Next, "/v1/responses");
        using var fetched = await sidecar.Get("/v1/responses/resp_b");
        Assert.Equal(("b", "b"), (next.Label("backend"), fetched.Label("backend")));
    }

    [Fact]
    public async Task while_its_maker_rests_the_client_is_told_at_once_when_to_come_back()
    {
        await using var a = await FakeUpstream.Start(Made("resp_a"));
        await using var b = await FakeUpstream.Start(Made("resp_b"));
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + InOrder + "cooldown.jitter = 0\n");
        using var made = await sidecar.Post(Ask, "/v1/responses");
        Assert.Equal("b", made.Label("backend"));
        b.Otherwise(Reply.RateLimited("300"));

        using var first = await sidecar.Post(Next, "/v1/responses");
        using var second = await sidecar.Post(Next, "/v1/responses");

        Assert.Equal((503, 503), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.InRange(int.Parse(second.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture), 290, 300);
        Assert.Equal((1, 2), (a.Count, b.Count));
    }

    // Revoked upstream: the key's owner learns of it by the log and the dashboard, the client that it may come back.
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task while_its_maker_lacks_a_valid_key_the_client_is_told_when_to_come_back_and_no_other_is_asked(int status)
    {
        await using var a = await FakeUpstream.Start(Made("resp_a"));
        await using var b = await FakeUpstream.Start(Made("resp_b"));
        a.Then(Reply.RateLimited("1"));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b) + InOrder + "cooldown { jitter = 0, credential-rest = 300s }\n");
        using var made = await sidecar.Post(Ask, "/v1/responses");
        Assert.Equal("b", made.Label("backend"));
        b.Otherwise(Reply.Json("""{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}""", status));

        using var first = await sidecar.Post(Next, "/v1/responses");
        using var second = await sidecar.Post(Next, "/v1/responses");

        Assert.Equal((503, 503, "all_pools_exhausted"), ((int)first.StatusCode, (int)second.StatusCode,
            (await second.Error()).GetProperty("code").GetString()));
        Assert.InRange(int.Parse(second.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture), 290, 300);
        Assert.Equal((1, 2), (a.Count, b.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("enabled = false")]
    public async Task what_a_backend_made_that_was_removed_or_disabled_is_asked_of_the_others_in_order(string disabled)
    {
        await using var a = await FakeUpstream.Start(Unknown);
        await using var b = await FakeUpstream.Start(Made("resp_b"));
        await using var c = await FakeUpstream.Start(Made("resp_c"));
        await using var sidecar = await RunningSidecar.Start(Backend("b", b) + Calm);
        using (var made = await sidecar.Post(Ask, "/v1/responses"))
            await sidecar.Ended(made.Id());
        var others = Backend("a", a) + Backend("c", c) + Calm;
        await sidecar.Restart(disabled.Length == 0 ? others : Backend("b", b, more: disabled) + others);

        using var next = await sidecar.Post(Next, "/v1/responses");
        using var fetched = await sidecar.Get("/v1/responses/resp_b");

        Assert.Equal((200, "c", 200, "c"),
            ((int)next.StatusCode, next.Label("backend"), (int)fetched.StatusCode, fetched.Label("backend")));
        Assert.Equal((2, 1), (a.Count, b.Count));
    }

    [Fact]
    public async Task for_an_unknown_id_each_backend_is_asked_until_one_knows_it_and_that_is_remembered()
    {
        await using var a = await FakeUpstream.Start(Reply.Json("""{"error":{"message":"No such File object: f1","type":"invalid_request_error","param":"id","code":null}}""", 404));
        await using var b = await FakeUpstream.Start(Reply.Json("""{"id":"f1","object":"file"}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm);

        using var first = await sidecar.Get("/v1/files/f1");
        using var second = await sidecar.Get("/v1/files/f1");
        b.Otherwise(Reply.Json("""{"error":{"message":"gone"}}""", 404));
        using var unknown = await sidecar.Get("/v1/files/f2");

        Assert.Equal((200, "b", 200, "b"), ((int)first.StatusCode, first.Label("backend"), (int)second.StatusCode,
            second.Label("backend")));
        Assert.Equal((404, "a"), ((int)unknown.StatusCode, unknown.Label("backend")));
        Assert.Equal(2, a.Count);
    }

    [Fact]
    public async Task an_unknown_id_is_asked_for_in_the_order_of_the_file_whatever_the_strategy()
    {
        var unknown = Reply.Json("""{"error":{"message":"No such object","type":"invalid_request_error","param":"id","code":null}}""", 404);
        await using var a = await FakeUpstream.Start(unknown);
        await using var b = await FakeUpstream.Start(Reply.Json("""{"id":"r","object":"response"}"""));
        await using var c = await FakeUpstream.Start(unknown);
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b) + Backend("c", c) + OnlyRouting + "routing.strategy = round-robin\n");

        for (var i = 0; i < 4; i++)
            using (var fetched = await sidecar.Get($"/v1/responses/resp_{i}"))
                Assert.Equal((200, "b"), ((int)fetched.StatusCode, fetched.Label("backend")));

        Assert.Equal((4, 4, 0), (a.Count, b.Count, c.Count));
    }

    [Fact]
    public async Task a_file_and_a_store_within_a_request_lead_to_their_maker()
    {
        await using var a = await FakeUpstream.Start(Reply.Error(500));
        await using var b = await FakeUpstream.Start(Reply.Json("""{"id":"made","object":"file"}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm);
        using var made = await sidecar.Post("{}", "/v1/vector_stores");
        Assert.Equal("b", made.Label("backend"));
        a.Otherwise(Reply.Chat);
        b.Otherwise(Reply.Chat);

        foreach (var (path, body) in new[]
        {
            ("/v1/responses", """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_id":"made"}]}]}"""),
            ("/v1/responses", """{"model":"m","input":"x","tools":[{"type":"file_search","vector_store_ids":["other","made"]}]}"""),
            (Chat.Path, """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"made"}}]}]}"""),
        })
            using (var next = await sidecar.Post(body, path))
                Assert.Equal((path, "b"), (path, next.Label("backend")));
    }
}
