using Microsoft.Data.Sqlite;
using Sidecar.Host.Audit.Verifying;
using Sidecar.Host.Commands;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>Real requests through the real server: the record it leaves is whole, while it runs and afterwards.</summary>
public sealed class RunningServerTests
{
    [Fact]
    public async Task what_a_server_writes_verifies_while_it_runs_and_is_chained_to_the_end_when_it_stops()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm);
        string last = "";
        for (var request = 0; request < 3; request++)
        {
            using var response = await sidecar.Client.SendAsync(Chat.Request()).Soon();
            last = response.Id();
        }
        await sidecar.AttemptsOf(last);
        var events = (await sidecar.Audit()).Count;

        Assert.Empty(Verify(sidecar).Differences);
        await sidecar.StopAsync();
        SqliteConnection.ClearAllPools();
        var report = Verify(sidecar);

        Assert.Empty(report.Differences);
        Assert.True(events > 0);
        Assert.Equal((events, events, 4, 3), (Count(report, "events"), Count(report, "chained events"), Count(report, "attempts"),
            Count(report, "walks")));
        Assert.Equal([1, 5], report.Checked.Where(part => part.What == "checkpoints").Select(part => part.Count));
        Assert.All(report.Checked, part => Assert.DoesNotContain("tail", part.Note, StringComparison.Ordinal));
    }

    [Fact]
    public async Task without_a_chain_nothing_is_chained_and_nothing_is_said_to_be_altered()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "audit.chain = off");
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.AttemptsOf(response.Id());
        await sidecar.StopAsync();
        SqliteConnection.ClearAllPools();

        var report = Verify(sidecar);

        Assert.Empty(report.Differences);
        Assert.Contains(report.Checked, part => part is { What: "chained events", Note: "not chained" });
        Assert.Contains(report.Checked, part => part is { What: "attempts", Note: "1 rows are not chained" });
    }

    [Fact]
    public async Task the_live_state_is_compared_with_the_journal()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        using (var response = await sidecar.Client.SendAsync(Chat.Request()).Soon())
            await sidecar.Ended(response.Id());
        await sidecar.Audit();
        using var output = new StringWriter();
        var context = new CommandContext(new Dictionary<string, string> { ["SIDECAR_ADMIN_TOKEN"] = RunningSidecar.AdminToken }, output,
            output);

        var code = await CommandLine.RunAsync(["audit", "verify", "--data", sidecar.DataDirectory, "--live", sidecar.Address.ToString()],
            context);

        Assert.True(code == 0, output.ToString());
        Assert.Matches("live +backends +1 ", output.ToString());
    }

    private static VerifyReport Verify(RunningSidecar sidecar) => Verification.Run(SqliteFiles.In(sidecar.DataDirectory), null, null);

    private static int Count(VerifyReport report, string what) => (int)report.Checked.Single(part => part.What == what).Count;
}
