using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>Backends that are added, changed and removed while requests are being served.</summary>
public sealed class RunTimeBackendTests
{
    private const string Backends = "/admin/backends";

    [Fact]
    public async Task a_backend_that_is_added_serves_the_next_request_and_is_there_after_a_restart()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm + "admin.key-variables = [A_KEY]\n", ("A_KEY", "key-of-a"));
        using var before = await sidecar.Post();

        var (status, answer, _) = await sidecar.Operate("POST", Backends,
            Definition("a", a.BaseUrl, "\"api-key-env\":\"A_KEY\",\"rpm\":100,\"timeout\":\"9s\""));
        using var after = await sidecar.Post();
        await sidecar.Restart();
        using var again = await sidecar.Post();
        var shown = await sidecar.Admin($"{Backends}/a");

        Assert.Equal((503, 201, "api", 200, 200), ((int)before.StatusCode, status, answer.GetProperty("origin").GetString(),
            (int)after.StatusCode, (int)again.StatusCode));
        Assert.Equal("Bearer key-of-a", (await a.Arrival()).Header("authorization"));
        Assert.Equal((100, "9s", true), (shown.GetProperty("rpm").GetInt32(), shown.GetProperty("timeout").GetString(),
            shown.GetProperty("has_key").GetBoolean()));
    }

    [Fact]
    public async Task a_change_whose_policy_cannot_be_recorded_is_not_made()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm);
        Ledger("CREATE TRIGGER full BEFORE INSERT ON policies BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        var (refused, answer, _) = await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl));
        using var meanwhile = await sidecar.Post();
        var kept = await sidecar.Audit();
        Ledger("DROP TRIGGER full");
        var (added, _, _) = await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl));
        using var after = await sidecar.Post();

        Assert.Equal((503, "ledger_unreachable", 503), (refused, answer.GetProperty("error").GetProperty("code").GetString(),
            (int)meanwhile.StatusCode));
        Assert.Empty(kept);
        Assert.Equal((201, 200), (added, (int)after.StatusCode));

        void Ledger(string sql)
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(sidecar.DataDirectory, "ledger.db")}");
            connection.Open();
            using var command = new SqliteCommand(sql, connection);
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task a_change_counts_for_the_next_request_and_breaks_none_that_runs()
    {
        await using var old = await FakeUpstream.Start();
        await using var other = await FakeUpstream.Start();
        var stream = new LiveStream();
        old.Then(stream.Reply);
        await using var sidecar = await RunningSidecar.Start(Calm);
        await sidecar.Operate("POST", Backends, Definition("a", old.BaseUrl));
        var asking = sidecar.Post(Chat.Streamed);
        await stream.Send("data: {\"n\":1}\n\n");
        using var running = await asking;

        var (status, _, _) = await sidecar.Operate("PUT", $"{Backends}/a", $$"""{"base-url":"{{other.BaseUrl}}"}""");
        using var next = await sidecar.Post();
        await stream.Send("data: [DONE]\n\n");
        stream.End();

        Assert.Equal((200, 200, 1, 1), (status, (int)next.StatusCode, old.Count, other.Count));
        Assert.Equal("data: {\"n\":1}\n\ndata: [DONE]\n\n", await running.Text());
        await sidecar.Ended(running.Id());
        await sidecar.Audit();
        Assert.Equal((200, 0), ((int)running.StatusCode, (await sidecar.Admin($"{Backends}/a")).GetProperty("state")
            .GetProperty("in_flight").GetInt32()));
    }

    [Fact]
    public async Task a_backend_that_is_deleted_is_gone_and_may_come_back()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm);
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl));
        var (deleted, _, _) = await sidecar.Operate("DELETE", $"{Backends}/a");
        using var without = await sidecar.Post();
        var (unknown, _, _) = await sidecar.Operate("GET", $"{Backends}/a");
        await sidecar.Restart();
        var empty = (await sidecar.Admin(Backends)).GetProperty("backends").GetArrayLength();
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl));
        using var back = await sidecar.Post();

        Assert.Equal((204, 503, 404, 0, 200), (deleted, (int)without.StatusCode, unknown, empty, (int)back.StatusCode));
        Assert.Equal("no_backend_configured", (await without.Error()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task a_backend_of_the_file_is_only_switched_and_stays_so_over_a_restart()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        var (deleting, refusal, _) = await sidecar.Operate("DELETE", $"{Backends}/a");
        var (changing, _, _) = await sidecar.Operate("PUT", $"{Backends}/a", """{"rpm":3}""");
        var (switching, answer, _) = await sidecar.Operate("PUT", $"{Backends}/a", """{"enabled":false}""");
        using var off = await sidecar.Post();
        await sidecar.Restart();
        using var stillOff = await sidecar.Post();
        await sidecar.Operate("PUT", $"{Backends}/a", """{"enabled":null}""");
        using var on = await sidecar.Post();

        Assert.Equal((409, 409, 200, false), (deleting, changing, switching, answer.GetProperty("enabled").GetBoolean()));
        Assert.Contains("configuration file", refusal.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((404, 404, 200), ((int)off.StatusCode, (int)stillOff.StatusCode, (int)on.StatusCode));
    }

    [Theory]
    [InlineData("""{}""", 400, "id", "pool", "base-url")]
    [InlineData("""{"id":"x","pool":"primry","base-url":"x/v1","rpm":-1,"wieght":3,"api-key-env":"NOT_SET"}""", 400, "pool", "base-url", "rpm", "wieght", "api-key-env")]
    [InlineData("""{"id":"x","pool":"primary","base-url":"http://x","timeout":30}""", 400, "timeout")]
    [InlineData("""{"id":"x","pool":"primary","base-url":"http://x","models":[{"name":"m"},{"name":"m"}]}""", 400, "models.1.name")]
    [InlineData("""{"id":"there","pool":"primary","base-url":"http://x"}""", 409)]
    [InlineData("""{"id":"x","pool":"primary","base-url":"http://x","api-key":"k3y"}""", 409)]
    [InlineData("""{"id":"x","pool":"primary","base-url":"http://x","headers":{"x-api-key":"k3y"}}""", 409)]
    [InlineData("""{"id":"x","id":"y"}""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""{"id":"\ud800","pool":"primary","base-url":"http://x"}""", 400)]
    [InlineData("""{"\udc00":"x"}""", 400)]
    [InlineData("""{"id":""", 400)]
    public async Task what_is_wrong_is_said_all_at_once_and_nothing_is_kept(string body, int expected, params string[] keys)
    {
        await using var sidecar = await RunningSidecar.Start(Backend("there", "http://127.0.0.1:1/v1") + Calm);

        var (status, answer, text) = await sidecar.Operate("POST", Backends, body);

        Assert.Equal(expected, status);
        if (keys.Length > 0)
            Assert.All(keys, key => Assert.Contains(answer.GetProperty("faults").EnumerateArray(), fault =>
                fault.GetProperty("key").GetString() == key));
        Assert.DoesNotContain("k3y", text, StringComparison.Ordinal);
        Assert.Single((await sidecar.Admin(Backends)).GetProperty("backends").EnumerateArray());
    }

    [Fact]
    public async Task an_operators_rest_is_exact_journalled_with_who_and_why_and_ended_by_a_word()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        var (status, resting, _) = await sidecar.Operate("POST", $"{Backends}/a/cooldown", """{"for":"10m","why":"repairs"}""", by: "alice");
        using var kept = await sidecar.Post();
        var (shorter, _, _) = await sidecar.Operate("POST", $"{Backends}/a/cooldown", """{"for":"5m"}""");
        var (ended, free, _) = await sidecar.Operate("DELETE", $"{Backends}/a/cooldown?why=done", by: "bob");
        using var served = await sidecar.Post();
        var events = await sidecar.Audit();

        Assert.Equal((200, "cooling", "operator", 200, 200, "available"), (
            status, resting.GetProperty("state").GetProperty("mode").GetString(), resting.GetProperty("state").GetProperty("reason")
                .GetString(),
            shorter, ended, free.GetProperty("state").GetProperty("mode").GetString()));
        Assert.Equal((503, 200), ((int)kept.StatusCode, (int)served.StatusCode));
        Assert.Equal(
            ["cooldown-started.v1 alice repairs", "cooldown-started.v1 admin ", "cooldown-ended.v1 bob done"],
            events.Select(e => $"{e.GetProperty("type").GetString()} {Cause(e, "by")} {Cause(e, "why")}"));
    }

    [Theory]
    [InlineData("POST", "a", "{}", 400)]
    [InlineData("POST", "a", """{"for":"soon"}""", 400)]
    [InlineData("POST", "a", """{"for":"1m","until":"x"}""", 400)]
    [InlineData("POST", "b", """{"for":"1m"}""", 404)]
    [InlineData("DELETE", "b", null, 404)]
    [InlineData("DELETE", "a", null, 200)]
    public async Task an_override_of_nothing_or_nobody_is_answered_in_words(string method, string id, string? body, int expected)
    {
        await using var sidecar = await RunningSidecar.Start(Backend("a", "http://127.0.0.1:1/v1") + Calm);

        Assert.Equal(expected, (await sidecar.Operate(method, $"{Backends}/{id}/cooldown", body)).Status);
    }

    [Fact]
    public async Task every_change_is_in_the_audit_with_who_did_it()
    {
        await using var sidecar = await RunningSidecar.Start(Backend("file", "http://127.0.0.1:1/v1") + Calm);
        await sidecar.Operate("POST", Backends, Definition("a", "http://127.0.0.1:1/v1"), by: "alice");
        await sidecar.Operate("PUT", $"{Backends}/a", """{"rpm":7}""", by: "bob");
        await sidecar.Operate("PUT", $"{Backends}/file", """{"enabled":false}""", by: "carol");
        await sidecar.Operate("DELETE", $"{Backends}/a", by: "dave");

        var events = await sidecar.Audit();

        Assert.Equal(
            ["backend-added.v1 a alice", "backend-changed.v1 a bob", "backend-switched.v1 file carol", "backend-removed.v1 a dave"],
            events.Select(e => $"{e.GetProperty("type").GetString()} {Data(e, "id")} {Data(e, "by")}"));
        Assert.Equal(7, events[1].GetProperty("data").GetProperty("definition").GetProperty("rpm").GetInt32());
        Assert.All(events, e => Assert.Equal("backends", e.GetProperty("persistence_id").GetString()));
    }

    [Fact]
    public async Task what_is_stored_and_no_longer_valid_is_set_aside_and_can_be_mended()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Calm);
        await sidecar.Operate("POST", Backends, Definition("a", a.BaseUrl));
        await sidecar.Restart("pools = [other]\n" + Calm);
        var aside = await sidecar.Admin($"{Backends}/a");
        var (mended, _, _) = await sidecar.Operate("PUT", $"{Backends}/a", """{"pool":"other"}""");
        using var served = await sidecar.Post();

        Assert.Contains("'primary' is not in sidecar.pools", aside.GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal((200, 200), (mended, (int)served.StatusCode));
    }

    private static string? Data(JsonElement stored, string name) => stored.GetProperty("data").GetProperty(name).GetString();

    private static string Cause(JsonElement stored, string name) =>
        stored.GetProperty("data").GetProperty("cause").TryGetProperty(name, out var value) ? value.GetString()! : "";
}
