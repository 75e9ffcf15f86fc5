using Sidecar.Host.Clients;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>A client with a list of models gets no other model, however it asks.</summary>
public sealed class LimitedModelsTests
{
    private const string Key = "sk-of-a-limited-client";

    [Theory]
    [InlineData("""{"model":"small","model":"big"}""")]
    [InlineData("""{"model":"big","model":"small"}""")]
    [InlineData("""{"model":"small","Model":"big"}""")]
    [InlineData("""{"MODEL":"big","model":"small"}""")]
    [InlineData("""{"model":"small","models":["big"]}""")]
    [InlineData("""{"model":"small","Models":["big"]}""")]
    [InlineData("""{"model":"small","mod\u0065l":"big"}""")]
    [InlineData("""{"model":"small","\u004dodelſ":"big"}""")]
    [InlineData("""{"Model":"big"}""")]
    [InlineData("""{"model":["small"]}""")]
    public async Task a_body_names_one_model_once(string body)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Limited());

        using var answer = await sidecar.Send(Chat.Request(body, headers: ("x-api-key", Key)));

        Assert.InRange((int)answer.StatusCode, 400, 404);
        Assert.Equal(0, a.Count);
    }

    [Theory]
    [InlineData("/v1/models/big:generateContent")]
    [InlineData("/v1/models/org%2fbig:generateContent")]
    [InlineData("/v1/engines/big/completions")]
    [InlineData("/v1/chat/completions?model=big")]
    [InlineData("/v1/chat/completions?x=1&Mod%65l=big")]
    public async Task the_address_must_name_no_other_model(string path)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Limited());

        using var answer = await sidecar.Send(Chat.Request("""{"model":"small"}""", path, ("x-api-key", Key)));

        Assert.InRange((int)answer.StatusCode, 400, 404);
        Assert.Equal(0, a.Count);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/models/small:generateContent")]
    [InlineData("/v1/engines/small/completions")]
    [InlineData("/v1/chat/completions?model=small")]
    public async Task a_model_that_it_may_use_may_be_named_anywhere(string path)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + Limited());

        using var answer = await sidecar.Send(Chat.Request("""{"model":"small","metadata":{"model":"big"}}""", path, ("x-api-key", Key)));

        Assert.Equal((200, 1), ((int)answer.StatusCode, a.Count));
    }

    private static string Limited() => $"clients.c {{ key-hash = \"{ClientKey.HashOf(Key)}\", allowed-models = [small] }}\n";
}
