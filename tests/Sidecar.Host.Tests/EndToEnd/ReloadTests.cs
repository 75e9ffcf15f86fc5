using Microsoft.Extensions.DependencyInjection;
using Sidecar.Host.Clients;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>The configuration file is read again while requests are being served.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task backends_aliases_and_clients_of_the_new_file_count_at_once()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        var result = await Reload(sidecar, Backend("b", b) + Calm + $$"""model-aliases { m = renamed }, clients { al { key-hash = "{{ClientKey.HashOf("k")}}" } }""");
        using var locked = await sidecar.Post();
        using var served = await sidecar.Send(Chat.Request(headers: ("x-api-key", "k")));

        Assert.Null(result.Refusal);
        Assert.Equal((401, 200, 0), ((int)locked.StatusCode, (int)served.StatusCode, a.Count));
        Assert.Contains("\"renamed\"", (await b.Arrival()).Text, StringComparison.Ordinal);
        Assert.Contains("was reloaded: 1 backends, 1 clients", sidecar.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_wrong_file_is_refused_whole_with_every_fault_in_the_log()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        var result = await Reload(sidecar, Backend("b", b, more: "rpm = -1") + Calm + "htpp.drain = 3s");
        using var served = await sidecar.Post();

        Assert.Equal("invalid_configuration", result.Refusal?.Code);
        Assert.Equal((200, 1, 0), ((int)served.StatusCode, a.Count, b.Count));
        Assert.Contains("sidecar.backends.b.rpm: must be between", sidecar.Log.Text, StringComparison.Ordinal);
        Assert.Contains("sidecar.htpp: unknown key", sidecar.Log.Text, StringComparison.Ordinal);
        Assert.Contains("rejected as a whole (2 faults)", sidecar.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pools = [other]")]
    [InlineData("backends.a { pool = primary, base-url = \"http://127.0.0.1:1/v1\" }")]
    public async Task a_file_that_would_take_away_what_was_added_beside_it_is_refused(string text)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm);
        await sidecar.Operate("POST", "/admin/backends", Definition("a", a.BaseUrl));

        var result = await Reload(sidecar, Calm + text);
        using var served = await sidecar.Post();

        Assert.Contains("added through the API, could not go on", result.Refusal?.Message, StringComparison.Ordinal);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task what_only_a_restart_changes_is_said()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", "http://127.0.0.1:1/v1") + Calm);

        Assert.Null((await Reload(sidecar, Backend("a", "http://127.0.0.1:1/v1") + Calm + "cooldown.base = 31s, http.drain = 31s"))
            .Refusal);

        Assert.Contains("sidecar.cooldown was changed", sidecar.Log.Text, StringComparison.Ordinal);
        Assert.Contains("sidecar.http was changed", sidecar.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sidecar.data-dir was changed", sidecar.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("routing, primary-wait", sidecar.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_backend_goes_on_resting_over_a_reload()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited());
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        using var limited = await sidecar.Post();

        await Reload(sidecar, Backend("a", a, more: "weight = 2") + Calm);
        using var resting = await sidecar.Post();

        Assert.Equal((503, 503, 1), ((int)limited.StatusCode, (int)resting.StatusCode, a.Count));
    }

    private static Task<ChangeResult> Reload(RunningSidecar sidecar, string text)
    {
        File.WriteAllText(Path.Combine(sidecar.DataDirectory, "sidecar.conf"), WholeFile(text, sidecar.DataDirectory));
        return sidecar.Services.GetRequiredService<FileReload>().RunAsync("test");
    }
}
