using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>Who learns of a refused key depends on whose key it was.</summary>
public sealed class CredentialTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public async Task a_refusal_of_the_backends_own_key_rests_it_and_is_never_relayed(int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Error(status));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);

        using var first = await sidecar.Post();
        using var second = await sidecar.Post();

        Assert.Equal((200, "2", "1", 1), ((int)first.StatusCode, first.Label("attempts"), second.Label("attempts"), a.Count));
        Assert.Contains(await sidecar.Audit(), e => e.GetProperty("data").TryGetProperty("reason", out var reason)
            && reason.GetString() == "credentials");
    }

    [Fact]
    public async Task a_refusal_of_the_only_backends_key_is_exhaustion_and_no_401()
    {
        await using var a = await FakeUpstream.Start(Reply.Error(401));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + InOrder
            + "primary-wait { max-retries = 1, interval = 100ms }");

        using var response = await sidecar.Post();

        Assert.Equal((503, "all_pools_exhausted", 1), ((int)response.StatusCode, (await response.Error()).GetProperty("code").GetString(),
            a.Count));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task a_refusal_of_the_clients_key_is_relayed_and_rests_nobody(int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Error(status));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, key: null) + Backend("b", b, "fallback") + Calm);

        using var first = await sidecar.Send(Chat.Request(headers: ("Authorization", "Bearer of-client")));
        using var second = await sidecar.Send(Chat.Request(headers: ("Authorization", "Bearer of-client")));

        Assert.Equal((status, "a", "1"), ((int)first.StatusCode, first.Label("backend"), first.Label("attempts")));
        Assert.Equal((2, 0), (a.Count, b.Count));
        Assert.Empty(await sidecar.Audit());
    }
}
