using System.Text.Json.Nodes;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Recordings;
using Sidecar.Host.Audit.Backtest;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Tests.Audit;

/// <summary>Policies in their stored form, those of earlier versions included.</summary>
public sealed class StoredPolicyTests
{
    private static readonly ReplayPolicy Policy = new(
        new BackendCatalog(["primary"], [new Backend { Id = "a", Pool = "primary", BaseUrl = "",
            Models = [new ServedModel("m", MaxInput: 100)] }], new Dictionary<string, string>()),
        new WalkPolicy(), new CooldownPolicy());

    [Fact]
    public void whom_requests_wait_for_and_their_bounds_are_read_again()
    {
        var json = PolicyJson.Write(Policy);

        Assert.Equal("any", (string?)JsonNode.Parse(json)!["primary_wait"]!["for"]);
        var read = PolicyJson.Read(new StoredPolicy(DateTimeOffset.UnixEpoch, json)).Policy;
        Assert.Equal(Policy.Walk.PrimaryWait, read.Walk.PrimaryWait);
        Assert.Equal(100, read.Catalog.Backends[0].Models[0].MaxInput);
    }

    [Fact]
    public void one_of_a_version_without_them_waited_for_the_primary_pool_without_a_bound()
    {
        var json = JsonNode.Parse(PolicyJson.Write(Policy))!;
        foreach (var name in new[] { "for", "max_waiting_bytes" })
            Assert.True(json["primary_wait"]!.AsObject().Remove(name));
        Assert.True(json["backends"]![0]!["models"]![0]!.AsObject().Remove("max_input"));

        var read = PolicyJson.Read(new StoredPolicy(DateTimeOffset.UnixEpoch, json.ToJsonString())).Policy;

        Assert.Equal((WaitFor.Primary, long.MaxValue), (read.Walk.PrimaryWait.For, read.Walk.PrimaryWait.MaxWaitingBytes));
        Assert.Equal(0, read.Catalog.Backends[0].Models[0].MaxInput);
    }
}
