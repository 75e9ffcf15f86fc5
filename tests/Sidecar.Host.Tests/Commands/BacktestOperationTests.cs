using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Commands;

/// <summary><c>audit backtest</c> over a run in which an operator did everything that can be done to a running server.</summary>
public sealed class BacktestOperationTests
{
    private const string Backends = "/admin/backends";

    [Fact]
    public async Task every_decision_comes_out_again_over_changes_at_run_time_and_a_restart()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        await Ask(sidecar, 3);
        await sidecar.Operate("POST", Backends, Definition("b", b.BaseUrl, "\"rpm\":4"));
        await Ask(sidecar, 6);
        await sidecar.Operate("PUT", $"{Backends}/b", "{\"enabled\":false}");
        await Ask(sidecar, 3);
        await sidecar.Operate("PUT", $"{Backends}/b", "{\"enabled\":true}");
        await sidecar.Operate("POST", $"{Backends}/a/cooldown", "{\"for\":\"1m\"}");
        await Ask(sidecar, 3);
        await sidecar.Operate("DELETE", $"{Backends}/a/cooldown");
        await Ask(sidecar, 3);
        await sidecar.Restart();
        await Ask(sidecar, 3);
        await sidecar.Operate("DELETE", $"{Backends}/b");
        await Ask(sidecar, 3);
        await sidecar.StopAsync();

        var line = await AuditLine.Run(sidecar.DataDirectory, "backtest", "--json");

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.All(line.Json.GetProperty("identity").EnumerateObject(), kind =>
            Assert.Equal((kind.Name, 0), (kind.Name, kind.Value.GetProperty("different").GetInt32())));
        Assert.Equal(24, line.Json.GetProperty("figures").GetProperty("requests").GetProperty("recorded").GetInt32());
    }

    [Theory]
    [InlineData("backtest")]
    [InlineData("events")]
    [InlineData("state", "--at", "2026-01-01T00:00:00Z")]
    [InlineData("timeline", "--backend", "a")]
    [InlineData("verify")]
    [InlineData("explain", "r")]
    public async Task files_that_hold_something_else_bring_a_line_and_no_trace(params string[] command)
    {
        using var directory = new TemporaryDirectory();
        foreach (var name in (string[])["journal.db", "ledger.db"])
            File.WriteAllText(Path.Combine(directory.Path, name), "this is no database, and longer than a header of one would be: "
                + new string('x', 4_096));

        var line = await AuditLine.Run(directory.Path, command);

        Assert.NotEqual(0, line.Code);
        Assert.StartsWith("sidecar: ", line.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line.Error + line.Output, StringComparison.Ordinal);
    }

    private static async Task Ask(RunningSidecar sidecar, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await sidecar.Post();
            await sidecar.Ended(response.Id());
        }
    }
}
