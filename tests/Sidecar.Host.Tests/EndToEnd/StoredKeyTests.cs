using System.Text;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>Keys given through the API are used, stored and rotated, and never shown again.</summary>
public sealed class StoredKeyTests : IDisposable
{
    private const string Backends = "/admin/backends";
    private const string Secret = "sk-STOREDKEY-51ab";
    private const string Newer = "sk-STOREDKEY-92cd";
    private const string HeaderSecret = "sk-HEADERKEY-33ef";
    private const string Old = "old-master-key-of-these-tests-0123456";
    private const string New = "new-master-key-of-these-tests-0123456";

    private readonly TemporaryDirectory _keys = new();

    private string KeyFile => Path.Combine(_keys.Path, "master");

    private string Sealed => Calm + $"keys.master-key-file = \"{KeyFile}\"\n";

    [Fact]
    public async Task a_proxys_password_and_a_key_among_the_parameters_are_sealed_too()
    {
        Keys(Old);
        await using var upstream = await FakeUpstream.Start();
        await using var proxy = new Socks5Proxy(upstream.Address);
        await using var sidecar = await RunningSidecar.Start(Sealed);

        var added = await sidecar.Operate("POST", Backends, $$"""
            {"id":"a","preset":"groq","base-url":"http://a.invalid/v1","api-key-env":null,"proxy":"socks5://me:{{Secret}}@{{proxy.EndPoint}}","query":{"key":"{{Newer}}","api-version":"1"} }
            """);
        await sidecar.Restart();
        using var response = await sidecar.Post();
        await sidecar.StopAsync();

        Assert.Equal((201, 200), (added.Status, (int)response.StatusCode));
        Assert.Equal($"/v1/chat/completions?key={Newer}&api-version=1", (await upstream.Arrival()).Target);
        Assert.StartsWith($"me:{Secret} ", Assert.Single(proxy.Asked), StringComparison.Ordinal);
        Assert.All([Secret, Newer], secret =>
        {
            Assert.DoesNotContain(secret, added.Text, StringComparison.Ordinal);
            Assert.Empty(StoredText.Holding(sidecar, secret));
        });
    }

    [Fact]
    public async Task keys_go_in_and_never_come_out()
    {
        Keys(Old);
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Sealed);
        var own = new StringBuilder();

        own.Append((await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl, $$$"""
            "api-key":"{{{Secret}}}","headers":{"x-extra":"{{{HeaderSecret}}}"}
            """))).Text);
        using var first = await sidecar.Post();
        own.Append((await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"api-key":"{{Newer}}"}""")).Text);
        using var second = await sidecar.Post();
        // Faults on every side of the secret.
        own.Append((await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"api-key":"{{Secret}}","rpm":-1,"api-key-env":"{{Secret}}"}""")).Text);
        own.Append((await sidecar.Operate("POST", Backends, $$"""{"id":"b","api-key":"{{Secret}}","api-key" """)).Text);
        own.Append((await sidecar.Operate("POST", $"{Backends}/a/test")).Text);
        foreach (var path in new[] { Backends, $"{Backends}/a", "/admin/keys", "/admin/audit?limit=1000", "/admin/usage?group-by=backend",
            "/admin/audit/state", $"/admin/requests/{first.Id()}" })
            own.Append((await sidecar.Operate("GET", path)).Text);
        await sidecar.Restart();
        using var third = await sidecar.Post();
        await sidecar.Ended(third.Id());
        await sidecar.StopAsync();

        // A backend's test may send more than one request.
        Assert.Equal(["Bearer " + Secret, "Bearer " + Newer], a.Requests.Select(r => r.Header("authorization")).Distinct());
        Assert.Equal("Bearer " + Newer, a.Requests[^1].Header("authorization"));
        Assert.All(a.Requests, r => Assert.Equal(HeaderSecret, r.Header("x-extra")));
        Assert.All([Secret, Newer, HeaderSecret, Old, RunningSidecar.AdminToken], secret =>
        {
            Assert.DoesNotContain(secret, own.ToString(), StringComparison.Ordinal);
            Assert.Empty(StoredText.Holding(sidecar, secret));
        });
        Assert.Contains("\"sealed\":\"***\"", own.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("v1.", own.ToString().Replace(".v1", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_master_key_is_rotated_while_requests_are_served_and_the_old_one_can_go()
    {
        Keys(Old);
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Sealed);
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl, $"\"api-key\":\"{Secret}\""));
        Keys(New);
        var (tooEarly, _, _) = await sidecar.Operate("POST", "/admin/keys/rotate");
        using var meanwhile = await sidecar.Post();
        Keys(New, Old);
        var (status, rotated, _) = await sidecar.Operate("POST", "/admin/keys/rotate", by: "alice");
        Keys(New);
        var (gone, _, _) = await sidecar.Operate("POST", "/admin/keys/rotate");
        using var after = await sidecar.Post();
        await sidecar.Restart();
        using var again = await sidecar.Post();

        Assert.Equal((409, 200, 200, 200, 200, 200), (tooEarly, (int)meanwhile.StatusCode, status, gone, (int)after.StatusCode,
            (int)again.StatusCode));
        Assert.Equal((1, 1), (rotated.GetProperty("stored_keys").GetInt32(), rotated.GetProperty("under_current").GetInt32()));
        Assert.All(a.Requests, r => Assert.Equal("Bearer " + Secret, r.Header("authorization")));
        Assert.Equal(["backend-added.v1", "secrets-resealed.v1"], (await sidecar.Audit()).Select(e => e.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task a_wrong_or_missing_master_key_refuses_to_start_and_changes_nothing()
    {
        Keys(Old);
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Sealed);
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl, $"\"api-key\":\"{Secret}\""));
        await sidecar.StopAsync();

        Keys(New);
        var wrong = Assert.Throws<MasterKeyException>(() => StartingPoint.Of(Load(Sealed, sidecar.DataDirectory)));
        var missing = Assert.Throws<MasterKeyException>(() => StartingPoint.Of(Load(Calm, sidecar.DataDirectory)));
        Keys(Old);
        await sidecar.Restart();
        using var served = await sidecar.Post();

        Assert.All([wrong.Message, missing.Message], message =>
            Assert.Contains("backend a is encrypted with the master key", message, StringComparison.Ordinal));
        Assert.All([Secret, Old, New], secret => Assert.DoesNotContain(secret, wrong.Message + missing.Message, StringComparison.Ordinal));
        Assert.Equal((200, "Bearer " + Secret), ((int)served.StatusCode, (await a.Arrival()).Header("authorization")));
    }

    [Fact]
    public async Task a_new_key_ends_the_rest_of_the_refused_one()
    {
        Keys(Old);
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.Error(401));
        await using var sidecar = await RunningSidecar.Start(Sealed);
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl, $"\"api-key\":\"{Secret}\""));
        using var refused = await sidecar.Post();
        using var resting = await sidecar.Post();

        await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"api-key":"{{Newer}}"}""");
        using var served = await sidecar.Post();

        Assert.Equal((503, 503, 200, 2), ((int)refused.StatusCode, (int)resting.StatusCode, (int)served.StatusCode, a.Count));
    }

    public void Dispose() => _keys.Dispose();

    private void Keys(params string[] lines) => File.WriteAllLines(KeyFile, lines);
}
