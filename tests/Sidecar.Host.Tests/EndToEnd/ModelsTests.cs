using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

public sealed class ModelsTests
{
    private static Reply List(params string[] ids) => Reply.Json($$"""{"object":"list","data":[{{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","object":"model","owned_by":"up"}"""))}}]}""");

    [Fact]
    public async Task one_list_holds_what_all_serve_and_the_aliases()
    {
        await using var a = await FakeUpstream.Start(List("x", "shared"));
        await using var b = await FakeUpstream.Start(List("shared", "y"));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b, "fallback") + Backend("c", RawUpstream.Refusing(), more: "models = [{ name = z, upstream-name = q }]") + """model-aliases { "fast" = "y" }""" + "\n" + Calm);

        using var response = await sidecar.Get("/v1/models");

        Assert.Equal(["x", "shared", "z", "y", "fast"], Ids(await response.Text()));
        Assert.NotNull(response.Label("request-id"));
        Assert.Equal("Bearer key-of-a", (await a.Arrival()).Header("authorization"));
    }

    [Theory]
    [InlineData("user-agent")]
    [InlineData("anthropic-version")]
    public async Task a_backend_that_does_not_answer_holds_nothing_up(string header)
    {
        await using var slow = await FakeUpstream.Start(Reply.Silence);
        await using var quick = await FakeUpstream.Start(List("x"));
        await using var sidecar = await RunningSidecar.Start(Backend("slow", slow) + Backend("quick", quick)
            + Backend("dead", RawUpstream.Refusing()) + Calm);
        var begun = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 10; i++)
            using (var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { header, "2023-06-01" } } })
            using (var response = await sidecar.Send(request))
                Assert.Equal(["x"], Ids(await response.Text()));

        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(8));
        Assert.Equal(1, quick.Count);
    }

    [Fact]
    public async Task the_asker_is_answered_in_its_own_dialect()
    {
        await using var a = await FakeUpstream.Start(List("x"));
        await using var b = await FakeUpstream.Start(Reply.Json("""{"data":[{"type":"model","id":"y","display_name":"Y","created_at":"2026-01-01T00:00:00Z"}],"has_more":false,"first_id":"y","last_id":"y"}"""));
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b, more: "dialect = anthropic") + """model-aliases { "fast" = "x" }""" + "\n" + Calm);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "anthropic-version", "2023-06-01" } } };

        using var response = await sidecar.Send(request);
        using var other = await sidecar.Get("/v1/models");

        using var list = JsonDocument.Parse(await response.Text());
        Assert.Equal(("model", "x", "fast", false), (list.RootElement.GetProperty("data")[0].GetProperty("type").GetString(),
            list.RootElement.GetProperty("first_id").GetString(), list.RootElement.GetProperty("last_id").GetString(),
            list.RootElement.GetProperty("has_more").GetBoolean()));
        Assert.Equal(["x", "y", "fast"], Ids(list.RootElement.ToString()));
        var text = await other.Text();
        Assert.Equal(["x", "y", "fast"], Ids(text));
        Assert.StartsWith("{\"object\":\"list\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_single_backend_passes_its_own_list_on()
    {
        const string Own = """{ "data" : [ {"id":"x","anything":1.50} ] }""";
        await using var a = await FakeUpstream.Start(Reply.Json(Own));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var response = await sidecar.Get("/v1/models");

        Assert.Equal((Own, "a"), (await response.Text(), response.Label("backend")));
    }

    [Theory]
    [InlineData("/v1/models/x", 200)]
    [InlineData("/v1/models/meta/llama", 200)]
    [InlineData("/v1/models/meta%2Fllama", 200)]
    [InlineData("/v1/models/fast", 200)]
    [InlineData("/v1/models/nobody", 404)]
    public async Task one_model_is_found_by_its_name(string path, int status)
    {
        await using var a = await FakeUpstream.Start(List("x", "meta/llama"));
        await using var b = await FakeUpstream.Start(List("y"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + """model-aliases { "fast" = "x" }""" + "\n" + Calm);

        using var response = await sidecar.Get(path);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 404)
            Assert.Equal("model_not_found", (await response.Error()).GetProperty("code").GetString());
    }

    private static string[] Ids(string list)
    {
        using var parsed = JsonDocument.Parse(list);
        return [.. parsed.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
    }
}
