using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>While the journal cannot be read, Sidecar listens, says that it is starting, and sends nothing upstream.</summary>
public sealed class StartingTests
{
    [Fact]
    public async Task it_is_alive_and_not_ready()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await Unreadable(a);

        using var alive = await sidecar.Client.GetAsync(new Uri("/healthz", UriKind.Relative)).Soon();
        using var ready = await sidecar.Client.GetAsync(new Uri("/readyz", UriKind.Relative)).Soon();

        Assert.Equal((200, 503), ((int)alive.StatusCode, (int)ready.StatusCode));
        Assert.Contains("starting", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_request_waits_for_no_longer_than_its_deadline()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await Unreadable(a, "http.deadline = 1s");

        using var response = await sidecar.Client.SendAsync(Chat.Request()).Soon();

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("all_pools_exhausted", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, a.Count);
    }

    [Fact]
    public async Task what_waits_is_refused_when_it_is_told_to_end()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await Unreadable(a);
        // Not the kit's client, which hangs up before the server stops.
        using var client = new HttpClient { BaseAddress = sidecar.Address };
        var waiting = client.SendAsync(Chat.Request());
        await sidecar.Log.Line("could not be read");

        var stopping = sidecar.StopAsync();

        using var response = await waiting.Soon();
        Assert.Contains("shutting_down", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, a.Count);
        await stopping.Soon();
    }

    private static async Task<RunningSidecar> Unreadable(FakeUpstream a, string more = "")
    {
        var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + more);
        await sidecar.StopAsync();
        new JournalFile(sidecar.DataDirectory).Add("backend-a", "from-the-future.v9", [1, 2, 3]);
        await sidecar.Restart();
        return sidecar;
    }
}
