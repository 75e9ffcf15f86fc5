using System.Globalization;
using Sidecar.Host.Clients;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

public sealed class ClientKeyTests
{
    private const string Alice = "sk-alices-own-key";
    private const string Bob = "sk-bobs-own-key";

    [Theory]
    [InlineData("Authorization", "Bearer " + Alice)]
    [InlineData("authorization", "bearer  " + Alice)]
    [InlineData("x-api-key", Alice)]
    public async Task a_key_lets_its_client_in_and_is_not_passed_on(string header, string value)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, key: null) + Calm + Clients());

        using var response = await sidecar.Send(Chat.Request(headers: (header, value)));

        var sent = await a.Arrival();
        Assert.Equal((200, null, null), ((int)response.StatusCode, sent.Header("authorization"), sent.Header("x-api-key")));
    }

    [Fact]
    public async Task a_client_known_by_one_header_may_bring_an_upstreams_key_in_the_other()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, key: null) + Calm + Clients());

        using var response = await sidecar.Send(Chat.Request(headers: [
            ("x-api-key", Alice), ("Authorization", "Bearer sk-of-the-upstream")]));
        var first = await a.Arrival();
        using var both = await sidecar.Send(Chat.Request(headers: [("x-api-key", Alice), ("Authorization", $"Bearer {Bob}")]));
        var second = await a.Arrival();

        Assert.Equal((200, "Bearer sk-of-the-upstream", null),
            ((int)response.StatusCode, first.Header("authorization"), first.Header("x-api-key")));
        Assert.Equal((200, null, null), ((int)both.StatusCode, second.Header("authorization"), second.Header("x-api-key")));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", Alice)]
    [InlineData("Authorization", "Basic " + Alice)]
    [InlineData("x-api-key", "Bearer " + Alice)]
    [InlineData("x-api-key", Alice + "," + Bob)]
    [InlineData("api-key", Alice)]
    public async Task without_a_valid_key_nothing_is_read_or_sent(string? header, string? value)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Clients());

        using var response = await sidecar.Send(header is null ? Chat.Request() : Chat.Request(headers: (header, value!)));

        Assert.Equal((401, "invalid_client_key", 0), ((int)response.StatusCode, (await response.Error()).GetProperty("code").GetString(),
            a.Count));
        Assert.Equal(("Bearer", 32), (response.Header("www-authenticate"), response.Id().Length));
    }

    [Fact]
    public async Task only_the_proxied_paths_ask_for_a_key()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Clients());

        using var alive = await sidecar.Get("/healthz");
        using var ready = await sidecar.Get("/readyz");
        using var models = await sidecar.Get("/v1/models");

        Assert.Equal((200, 200, 401), ((int)alive.StatusCode, (int)ready.StatusCode, (int)models.StatusCode));
    }

    [Theory]
    [InlineData("""{"model":"allowed"}""", 200)]
    [InlineData("""{"model":"nickname"}""", 200)]
    [InlineData("""{"model":"m"}""", 404)]
    [InlineData("""{"model":"allowed","model":"m"}""", 404)]
    [InlineData("""{"messages":[]}""", 404)]
    [InlineData("model=m", 404)]
    public async Task a_client_with_a_list_gets_the_models_on_it(string body, int status)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Clients("allowed-models = [allowed]")
            + "model-aliases { nickname = allowed }");

        using var response = await sidecar.Send(Chat.Request(body, headers: ("x-api-key", Alice)));

        Assert.Equal((status, status == 200 ? 1 : 0), ((int)response.StatusCode, a.Count));
        Assert.Equal(32, response.Id().Length);
        if (status == 404)
            Assert.Equal(("model_not_allowed", "model_not_found"),
                (response.Label("code"), (await response.Error()).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task a_rate_is_each_clients_own_and_refusals_do_not_use_it_up()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Clients("rpm = 1, allowed-models = [m]"));

        using var forbidden = await sidecar.Send(Chat.Request("""{"model":"other"}""", headers: ("x-api-key", Alice)));
        using var first = await sidecar.Send(Chat.Request(headers: ("x-api-key", Alice)));
        using var second = await sidecar.Send(Chat.Request(headers: ("x-api-key", Alice)));
        using var others = await sidecar.Send(Chat.Request(headers: ("x-api-key", Bob)));

        Assert.Equal((404, 200, 429, 200), ((int)forbidden.StatusCode, (int)first.StatusCode, (int)second.StatusCode,
            (int)others.StatusCode));
        Assert.Equal("client_rate_limited", (await second.Error()).GetProperty("code").GetString());
        Assert.InRange(int.Parse(second.Header("retry-after")!, CultureInfo.InvariantCulture), 50, 61);
        Assert.Equal((32, 2), (second.Id().Length, a.Count));
    }

    [Fact]
    public async Task usage_and_walks_name_the_client_and_nothing_stored_holds_its_key()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Clients());

        using var first = await sidecar.Send(Chat.Request(headers: ("x-api-key", Alice)));
        using var second = await sidecar.Send(Chat.Request(headers: ("Authorization", $"Bearer {Bob}")));
        await first.Text();
        await second.Text();
        await sidecar.Ended(first.Id());
        var usage = await sidecar.UsageAfter(second.Id(), "client");

        Assert.Equal(["alice", "bob"], usage.Select(line => line.GetProperty("client").GetString()).Order());
        Assert.Equal("alice", (await sidecar.Admin($"/admin/requests/{first.Id()}")).GetProperty("client").GetString());
        await sidecar.StopAsync();
        Assert.All([Alice, Bob], key => Assert.Empty(StoredText.Holding(sidecar, key)));
    }

    private static string Clients(string alices = "") =>
        $$"""

        clients {
          alice { key-hash = "{{ClientKey.HashOf(Alice)}}", {{alices}} }
          bob { key-hash = "{{ClientKey.HashOf(Bob).ToUpperInvariant()}}" }
        }

        """;
}
