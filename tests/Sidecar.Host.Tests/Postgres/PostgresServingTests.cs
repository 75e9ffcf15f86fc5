using Sidecar.Host.Storage;
using Sidecar.Host.Tests.Admin.Live;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Postgres;

public sealed class PostgresServingTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact]
    public async Task a_rest_outlives_the_process_and_the_password_is_nowhere()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        var (text, database) = (OverPostgres.Text + Backend("a", a) + Backend("b", b, "fallback") + Calm,
            (OverPostgres.Variable, await server.Database()));
        string said;
        using (var first = await SidecarProcess.Serve(text, directory.Path, database))
        {
            using var response = await first.Post();
            Assert.Equal("b", response.Label("backend"));
            while ((await first.Client.Send("GET", "/admin/audit")).Text.IndexOf("cooldown-started.v1", StringComparison.Ordinal) < 0)
                await Task.Delay(20);
            await first.Kill();
            said = first.Output;
        }

        using var second = await SidecarProcess.Serve(text, directory.Path, database);
        using var after = await second.Post();

        Assert.Equal(("b", "1", 1), (after.Label("backend"), after.Label("attempts"), a.Count));
        Assert.DoesNotContain(PostgresServer.Password, said + second.Output, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL at 127.0.0.1", second.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory.Path, "*.db"));
    }

    [PostgresFact]
    public async Task the_endpoints_answer_from_it_and_nothing_is_lost_at_a_stop()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(OverPostgres.Text + Backend("a", a) + Backend("b", b, "fallback") + Calm,
            (OverPostgres.Variable, await server.Database()));
        using var response = await sidecar.Post();
        var id = response.Id();

        var usage = await sidecar.UsageAfter(id, "backend,model,day,client");
        var walk = await sidecar.Admin($"/admin/requests/{id}");
        await sidecar.Restart();
        var state = await sidecar.Admin("/admin/audit/state");
        var stored = await sidecar.Admin("/admin/usage");

        Assert.Equal(["a", "b"], usage.Select(line => line.GetProperty("backend").GetString()!).Order());
        Assert.Equal(id, walk.GetProperty("id").GetString());
        Assert.Equal("cooling", state.GetProperty("backends").EnumerateArray()
            .Single(backend => backend.GetProperty("backend").GetString() == "a").GetProperty("state").GetString());
        Assert.Equal((2, 18), (stored.GetProperty("usage")[0].GetProperty("attempts").GetInt32(), stored.GetProperty("usage")[0]
            .GetProperty("total_tokens").GetInt32()));
        using var again = await sidecar.Post();
        using var ready = await sidecar.Get("/readyz");
        Assert.Equal(200, (int)ready.StatusCode);
    }

    [PostgresFact]
    public async Task live_events_come_in_their_order_and_go_on_behind_the_last()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(OverPostgres.Text + Backend("a", a) + Calm,
            (OverPostgres.Variable, await server.Database()));
        using var first = await LiveReader.Follow(sidecar.Client, "?last-event-id=0", token: RunningSidecar.AdminToken);
        foreach (var i in Enumerable.Range(0, 10))
            await sidecar.Operate("POST", "/admin/backends/a/cooldown", $$"""{"for":"{{i + 1}}m"}""");
        var seen = new List<long>();
        while (seen.Count < 10)
            if ((await first.Next()).Id is { } id)
                seen.Add(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        using var second = await LiveReader.Follow(sidecar.Client, lastEventId: $"{seen[4]}", token: RunningSidecar.AdminToken);
        var again = new List<long>();
        while (again.Count < 5)
            if ((await second.Next()).Id is { } id)
                again.Add(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(seen.Order(), seen);
        Assert.Equal(seen[5..], again);
    }

    [PostgresFact]
    public async Task a_second_one_over_the_same_database_is_refused_until_the_first_has_ended()
    {
        var database = (OverPostgres.Variable, await server.Database());
        await using var first = await RunningSidecar.Start(OverPostgres.Text + Calm, database);

        var refused = await Assert.ThrowsAsync<StorageInUseException>(() => RunningSidecar.Start(OverPostgres.Text + Calm, database));
        await first.StopAsync();
        await using var second = await RunningSidecar.Start(OverPostgres.Text + Calm, database);

        Assert.Contains("is used by another Sidecar", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task a_backend_added_at_run_time_is_there_after_a_restart()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            OverPostgres.Text + Calm, (OverPostgres.Variable, await server.Database()),
                ("SIDECAR_MASTER_KEY", "a-master-key-that-is-long-enough-for-this"));
        var added = await sidecar.Operate("POST", "/admin/backends", AdminWords.Definition("a", a.BaseUrl, "\"api-key\":\"key-of-a\""));
        await sidecar.Restart();
        using var response = await sidecar.Post();

        Assert.Equal((201, "a"), (added.Status, response.Label("backend")));
        Assert.Equal("Bearer key-of-a", a.Requests[0].Header("Authorization"));
    }
}
