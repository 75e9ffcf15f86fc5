using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>DNS that knows nothing, and DNS that says nothing.</summary>
public sealed class UnknownNameTests
{
    [Fact]
    public async Task the_next_backend_answers_for_one_whose_name_is_not_known()
    {
        await using var other = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", "http://no-such-name.invalid/v1", more: "connect-timeout = 1s") + Backend("b", other) + Calm);

        using var answer = await sidecar.Post();

        Assert.Equal((200, "b", "2"), ((int)answer.StatusCode, answer.Label("backend"), answer.Label("attempts")));
        Assert.Contains((await sidecar.AttemptsOf(answer.Id()))[0].ErrorClass, (string[])["upstream_unreachable", "upstream_timeout"]);
    }

    [Fact]
    public async Task a_resolver_that_hangs_costs_the_connect_timeout_and_no_more()
    {
        await using var other = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("b", other, "fallback") + Calm);
        sidecar.Services.GetRequiredService<AddressGuard>().Resolve = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [IPAddress.Loopback];
        };
        await sidecar.Operate("POST", "/admin/backends", Definition("a", "http://models.example/v1", "\"connect-timeout\":\"300ms\""));

        using var answer = await sidecar.Post();

        Assert.Equal((200, "b", "2"), ((int)answer.StatusCode, answer.Label("backend"), answer.Label("attempts")));
    }
}
