using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Postgres;

public sealed class PostgresOutageTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresFact]
    public async Task requests_are_served_while_it_is_away_and_what_happened_is_stored_when_it_is_back()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(OverPostgres.Text + Backend("a", a) + Backend("b", b, "fallback") + Calm,
            (OverPostgres.Variable, await server.Database()));
        using var before = await sidecar.Post();
        Assert.Empty(await sidecar.Audit());
        a.Otherwise(Reply.RateLimited("600"));
        await server.StopAsync();

        using var first = await sidecar.Post();
        using var second = await sidecar.Post();
        using var ready = await sidecar.Get("/readyz");
        var refused = await sidecar.Operate("GET", "/admin/audit");
        await server.StartAsync();

        Assert.Equal(("b", "2", "b", "1", 2), (first.Label("backend"), first.Label("attempts"), second.Label("backend"),
            second.Label("attempts"), a.Count));
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Equal((503, "journal_unreachable"), (refused.Status, refused.Answer.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains(await sidecar.Audit(), stored => stored.GetProperty("type").GetString() == "cooldown-started.v1");
        Assert.Equal(4, (await sidecar.UsageAfter(second.Id())).Sum(line => line.GetProperty("attempts").GetInt32()));
    }

    [PostgresFact]
    public async Task one_that_hangs_is_told_within_a_second_and_keeps_no_request_waiting()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(OverPostgres.Text + Backend("a", a) + Backend("b", b, "fallback") + Calm,
            (OverPostgres.Variable, await server.Database()));
        using (var before = await sidecar.Post())
            await sidecar.Ended(before.Id());
        a.Otherwise(Reply.RateLimited("600"));

        await server.HangAsync();
        var (asked, ready, waited) = (new List<string>(), 0, TimeSpan.MaxValue);
        string last;
        try
        {
            for (var i = 0; i < 3; i++)
                using (var answer = await sidecar.Post())
                    asked.Add($"{(int)answer.StatusCode} {answer.Label("backend")} {answer.Label("attempts")}");
            // The shortest of three: a busy machine is no fault of it.
            for (var i = 0; i < 3; i++)
            {
                var since = System.Diagnostics.Stopwatch.StartNew();
                using var answer = await sidecar.Get("/readyz");
                (ready, waited) = ((int)answer.StatusCode, since.Elapsed < waited ? since.Elapsed : waited);
            }
            using var one = await sidecar.Post();
            last = one.Id();
        }
        finally
        {
            await server.GoOnAsync();
        }

        Assert.Equal(["200 b 2", "200 b 1", "200 b 1"], asked);
        Assert.Equal(503, ready);
        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Contains(await sidecar.Audit(), stored => stored.GetProperty("type").GetString() == "cooldown-started.v1");
        Assert.Equal(6, (await sidecar.UsageAfter(last)).Sum(line => line.GetProperty("attempts").GetInt32()));
    }

    [PostgresFact]
    public async Task after_a_crash_of_it_everything_that_happened_is_stored_once()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(OverPostgres.Text + Backend("a", a) + Backend("b", b, "fallback") + Calm,
            (OverPostgres.Variable, await server.Database()));
        using var before = await sidecar.Post();
        a.Otherwise(Reply.RateLimited("600"));

        await server.CrashAsync();
        using var first = await sidecar.Post();
        using var second = await sidecar.Post();
        await server.StartAsync();

        Assert.Equal((200, "b", "b"), ((int)before.StatusCode, first.Label("backend"), second.Label("backend")));
        Assert.Single(await sidecar.Audit(), stored => stored.GetProperty("type").GetString() == "cooldown-started.v1");
        Assert.Equal(4, (await sidecar.UsageAfter(second.Id())).Sum(line => line.GetProperty("attempts").GetInt32()));
    }

    [PostgresFact]
    public async Task one_that_refuses_the_password_ends_the_start_with_a_sentence()
    {
        using var directory = new TemporaryDirectory();
        var (file, wrong) = (Path.Combine(directory.Path, "sidecar.conf"), (await server.Database())
            .Replace(PostgresServer.Password, "wr0ng-s3cret", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, WholeFile(OverPostgres.Text, directory.Path));
        await using var output = new StringWriter();

        var code = await CommandLine.RunAsync(["serve", "--config", file],
            new CommandContext(new Dictionary<string, string> { [OverPostgres.Variable] = wrong }, output, output));

        Assert.Equal(1, code);
        Assert.Contains("cannot be used", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("password authentication failed", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-s3cret", output.ToString(), StringComparison.Ordinal);
        Assert.Single(output.ToString().Trim().Split('\n'));
    }
}
