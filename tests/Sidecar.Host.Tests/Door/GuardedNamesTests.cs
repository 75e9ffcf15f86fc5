using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Upstream;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>A name that was harmless when its backend was added is looked at again at each connection.</summary>
public sealed class GuardedNamesTests
{
    private const string Backends = "/admin/backends";
    private const string Name = "models.example";

    [Theory]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("169.254.170.2", "metadata")]
    [InlineData("::ffff:169.254.169.254", "metadata")]
    [InlineData("64:ff9b::a9fe:a9fe", "metadata")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("100.100.100.200", "metadata")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("OWN", "listens on")]
    public async Task a_name_that_leads_to_the_machine_itself_later_is_not_connected_to(string address, string why)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);
        var own = address == "OWN";
        NamesLeadTo(sidecar);
        var (added, _, _) = await sidecar.Operate("POST", Backends,
            Definition("a", $"http://{Name}:{(own ? sidecar.Address.Port : 80)}/v1"));

        NamesLeadTo(sidecar, own ? "127.0.0.1" : address);
        using var asked = await sidecar.Post();
        using var listed = await sidecar.Get("/v1/models");
        var (_, tested, _) = await sidecar.Operate("POST", $"{Backends}/a/test");

        Assert.Equal((201, 503), (added, (int)asked.StatusCode));
        Assert.Equal("upstream_unreachable", (await sidecar.AttemptsOf(asked.Id())).Single().ErrorClass);
        Assert.DoesNotContain("508", await listed.Text(), StringComparison.Ordinal);
        Assert.Equal("connect", tested.GetProperty("stage").GetString());
        Assert.Contains(why, tested.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_bad_address_among_good_ones_is_enough()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm);
        NamesLeadTo(sidecar, "127.0.0.1");
        await sidecar.Operate("POST", Backends, Definition("a", $"http://{Name}:{upstream.Address.Port}/v1"));

        NamesLeadTo(sidecar, "127.0.0.1", "169.254.169.254");
        using var refused = await sidecar.Post();
        NamesLeadTo(sidecar, "127.0.0.1");
        using var served = await sidecar.Post();

        Assert.Equal((503, 200, 1), ((int)refused.StatusCode, (int)served.StatusCode, upstream.Count));
        Assert.Equal($"{Name}:{upstream.Address.Port}", (await upstream.Arrival()).Header("host"));
    }

    [Fact]
    public async Task what_the_file_says_is_the_operators_own_affair()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", $"http://localhost:{upstream.Address.Port}/v1") + Calm);
        NamesLeadTo(sidecar, "169.254.169.254");

        using var served = await sidecar.Post();

        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task allow_private_allows_it_at_the_connection_too()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm + "admin.allow-private = true\n");
        NamesLeadTo(sidecar, "169.254.169.254");
        await sidecar.Operate("POST", Backends, Definition("a", $"http://localhost:{upstream.Address.Port}/v1"));

        using var served = await sidecar.Post();

        Assert.Equal(200, (int)served.StatusCode);
    }

    // No address at all: the name is not known.
    private static void NamesLeadTo(RunningSidecar sidecar, params string[] addresses) =>
        sidecar.Services.GetRequiredService<AddressGuard>().Resolve = (_, _) => addresses.Length > 0
            ? Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse))
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
}
