using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

public sealed class UpstreamRequestTests
{
    [Fact]
    public async Task headers_go_upstream_but_for_those_of_this_hop()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(Chat.Path, Chat.Plain,
            "User-Agent: agent/1.0 (x)", "X-Many: one", "X-Many: two", "Accept-Encoding: gzip", "OpenAI-Organization: org",
            "Connection: X-Named, X-Other", "X-Named: hop", "X-Other: hop", "Keep-Alive: timeout=5", "Cookie: a=b", "X-Sidecar-Anything: 1",
            "TE: trailers", "Proxy-Authorization: Basic x", "Proxy-Connection: keep-alive", "Upgrade: h2c", "Trailer: x");
        await client.ReadThrough("\r\n\r\n");

        var sent = await upstream.Arrival();
        Assert.Equal(("agent/1.0 (x)", "gzip", "org", "application/json"),
            (sent.Header("user-agent"), sent.Header("accept-encoding"), sent.Header("openai-organization"), sent.Header("content-type")));
        Assert.Equal(["one", "two"], sent.Header("x-many")!.Split(',', StringSplitOptions.TrimEntries));
        Assert.Equal(new Uri(upstream.BaseUrl).Authority, sent.Header("host"));
        Assert.Equal($"{Chat.Plain.Length}", sent.Header("content-length"));
        foreach (var name in new[] { "connection", "x-named", "x-other", "keep-alive", "cookie", "x-sidecar-anything", "te",
            "proxy-authorization", "proxy-connection", "upgrade", "trailer", "traceparent", "expect" })
            Assert.Null(sent.Header(name));
    }

    [Theory]
    [InlineData("Connection: keep-alive, X-Named", false)]
    [InlineData("Connection: X-Named, Keep-Alive", false)]
    [InlineData("Connection: Upgrade, x-named", false)]
    [InlineData("Connection: close, X-Named", true)]
    [InlineData("Connection: x-named,CLOSE", true)]
    [InlineData("Connection: x-named, keep-alive, close", true)]
    public async Task what_connection_names_beside_its_own_options_stays_here(string connection, bool closes)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(Chat.Path, Chat.Plain, connection, "X-Named: hop", "X-Kept: yes");
        var head = await client.ReadThrough("\r\n\r\n");

        var sent = await upstream.Arrival();
        Assert.Equal((null, "yes"), (sent.Header("x-named"), sent.Header("x-kept")));
        Assert.Equal(closes, head.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task headers_come_back_but_for_those_of_the_upstreams_hop()
    {
        await using var upstream = new RawUpstream(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nServer: nginx\r\nX-Many: one\r\nX-Many: "
                + "two\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n"
            + "Connection: X-Named\r\nConnection: X-Other\r\nX-Named: hop\r\nX-Other: hop\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: "
            + "Basic\r\nX-Sidecar-Backend: liar\r\nx-ratelimit-remaining: 3\r\nX-Latin: caf\u00e9\r\n\r\n{}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(Chat.Path, Chat.Plain);
        var head = (await client.ReadThrough("{}")).Split("\r\n");

        foreach (var line in new[] { "Server: nginx", "X-Many: one", "X-Many: two", "x-ratelimit-remaining: 3", "X-Latin: caf\u00e9",
            "x-sidecar-backend: a", "Content-Length: 2" })
            Assert.Contains(line, head, StringComparer.OrdinalIgnoreCase);
        foreach (var name in new[] { "X-Named", "X-Other", "Keep-Alive", "Proxy-Authenticate", "Transfer-Encoding", "Set-Cookie" })
            Assert.DoesNotContain(head, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        Assert.Single(head, line => line.StartsWith("x-sidecar-backend", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("own-key", "Bearer of-client", "Bearer own-key")]
    [InlineData("own-key", null, "Bearer own-key")]
    [InlineData(null, "Bearer of-client", "Bearer of-client")]
    [InlineData(null, null, null)]
    [InlineData("nvidia", null, "Bearer nvidia")]
    public async Task the_key_is_the_backends_or_else_the_clients(string? key, string? given, string? expected)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, key: key) + Calm);

        using var response = await sidecar.Send(given is null ? Chat.Request() : Chat.Request(headers: ("Authorization", given)));

        Assert.Equal(expected, (await upstream.Arrival()).Header("authorization"));
    }

    [Fact]
    public async Task a_backends_headers_replace_what_the_client_and_the_key_would_send()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", upstream, key: null, more: """headers { "x-api-key" = "k", "User-Agent" = "sidecar", "Authorization" = "Basic abc" }""") + Calm);

        using var response = await sidecar.Send(Chat.Request(headers: [
            ("X-Api-Key", "of-client"), ("User-Agent", "agent"), ("Authorization", "Bearer of-client")]));

        var sent = await upstream.Arrival();
        Assert.Equal(("k", "sidecar", "Basic abc"), (sent.Header("x-api-key"), sent.Header("user-agent"), sent.Header("authorization")));
    }

    [Fact]
    public async Task aliases_and_upstream_names_are_rewritten_and_nothing_else()
    {
        const string Body = "{ \"messages\" : [{\"content\":\"\\u00e9 \\\"model\\\":\\\"fast\\\" é\"}],\r\n\t\"model\"  :  \"fast\" , "
            + "\"seed\":1.50 }\n";
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            """model-aliases { "fast" = "llama3:8b" }""" + "\n" + Backend("a", upstream, more: """models = [{ name = "llama3:8b", upstream-name = "meta/llama \"3\"" }]""") + Calm);

        using var response = await sidecar.Post(Body);

        Assert.Equal(Body.Replace("  \"fast\"", "  \"meta/llama \\\"3\\\"\"", StringComparison.Ordinal), (await upstream.Arrival()).Text);
        Assert.Equal("llama3:8b", (await sidecar.UsageAfter(response.Id(), "model"))[0].GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[1,2]")]
    [InlineData("{\"no\":\"model\"}")]
    [InlineData("{\"model\":")]
    [InlineData("")]
    public async Task a_body_without_a_model_passes_as_it_is(string body)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: "models = [{ name = x }]") + Calm);

        using var response = await sidecar.Post(body);

        Assert.Equal((200, body), ((int)response.StatusCode, (await upstream.Arrival()).Text));
    }

    [Theory]
    [InlineData("/v1", "/v1/models", "/v1/models")]
    [InlineData("/v1/", "/v1/models", "/v1/models")]
    [InlineData("", "/v1/models", "/v1/models")]
    [InlineData("/api", "/v1/models?a=1&b=%20%2F&c", "/api/v1/models?a=1&b=%20%2F&c")]
    [InlineData("/api/v1", "/v1/models?", "/api/v1/models?")]
    [InlineData("/v1", "/v1/models/meta%2Fllama%20x", "/v1/models/meta%2Fllama%20x")]
    [InlineData("/v1", "/v1/a//b/", "/v1/a//b/")]
    [InlineData("/v1", "/v1/caf%C3%A9%7B%7d+;=@", "/v1/caf%C3%A9%7B%7d+;=@")]
    public async Task path_and_query_are_joined_and_kept_as_written(string basePath, string path, string expected)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.Address.ToString().TrimEnd('/') + basePath) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await client.ReadThrough("\r\n\r\n");

        Assert.Equal(expected, (await upstream.Arrival()).Target);
    }

    [Theory]
    [InlineData("/v1/../admin")]
    [InlineData("/v1/%2e%2e/admin")]
    [InlineData("/v1/..%2fadmin")]
    [InlineData("/v1/a/../../v2")]
    public async Task no_path_leaves_the_upstreams_base(string path)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        await client.ReadToEnd();

        Assert.All(upstream.Requests, sent => Assert.StartsWith(
            "/v1/", new Uri(upstream.Address, sent.Target).AbsolutePath, StringComparison.Ordinal));
    }

    [Fact]
    public async Task redirects_are_relayed_and_not_followed()
    {
        await using var other = await FakeUpstream.Start();
        await using var upstream = await FakeUpstream.Start(Reply.Bytes([], 307, ("Location", $"{other.BaseUrl}/chat/completions")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((307, $"{other.BaseUrl}/chat/completions", 0), ((int)response.StatusCode, response.Header("location"), other.Count));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task every_method_is_proxied(string method)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var request = new HttpRequestMessage(new HttpMethod(method),
            "/v1/files/f")
        { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) };

        using var response = await sidecar.Send(request);

        var sent = await upstream.Arrival();
        Assert.Equal((200, method, "{}"), ((int)response.StatusCode, sent.Method, sent.Text));
    }
}
