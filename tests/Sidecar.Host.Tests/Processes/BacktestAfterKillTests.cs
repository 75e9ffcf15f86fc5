using Microsoft.Data.Sqlite;
using Sidecar.Host.Tests.Commands;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary><c>audit backtest</c> over processes that were killed, read their file again and were given other keys.</summary>
public sealed class BacktestAfterKillTests
{
    [Fact]
    public async Task every_decision_comes_out_again_over_a_kill_a_reload_and_another_key()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start(Reply.RateLimited("1"));
        await using var b = await FakeUpstream.Start();
        var file = Path.Combine(directory.Path, "sidecar.conf");
        var master = Path.Combine(directory.Path, "master.txt");
        await File.WriteAllTextAsync(master, new string('a', 40));
        var text = Backend("a", a) + Calm + $"keys.master-key-file = \"{master}\"\n";
        using (var first = await SidecarProcess.Serve(text, directory.Path))
        {
            Assert.Equal(201, (await first.Client.Send("POST", "/admin/backends",
                Definition("b", b.BaseUrl, "\"api-key\":\"one-key-of-b\""))).Status);
            await Ask(first, 4);
            await File.WriteAllTextAsync(file, WholeFile(text + "backends.a.rpm = 3\n", directory.Path));
            await first.Says("was reloaded: 2 backends, 0 clients");
            await Ask(first, 4);
            Assert.Equal(200, (await first.Client.Send("PUT", "/admin/backends/b", "{\"api-key\":\"another-key-of-b\"}")).Status);
            await Ask(first, 3);
            // There is no signal for a change in another process's file.
            for (var look = 0; Requests(directory.Path) < 11; look++)
            {
                Assert.True(look < 1000, "the rows never came");
                await Task.Delay(20);
            }
            await first.Kill();
        }
        using (var second = await SidecarProcess.Serve(text, directory.Path))
        {
            await Ask(second, 4);
            await second.Terminate();
            Assert.Equal(0, await second.ExitCode());
        }

        var line = await AuditLine.Run(directory.Path, "backtest", "--json");

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.All(line.Json.GetProperty("identity").EnumerateObject(), kind =>
            Assert.Equal((kind.Name, 0), (kind.Name, kind.Value.GetProperty("different").GetInt32())));
        Assert.InRange(line.Json.GetProperty("figures").GetProperty("requests").GetProperty("recorded").GetInt32(), 14, 15);
    }

    [Fact]
    public async Task events_that_stand_twice_end_in_words_and_not_in_a_trace()
    {
        await using var stormed = await StormedSidecar.Start();
        await stormed.Sidecar.StopAsync();
        using (var journal = new SqliteConnection($"Data Source={Path.Combine(stormed.Directory, "journal.db")}"))
        {
            journal.Open();
            using var twice = journal.CreateCommand();
            twice.CommandText =
                """
                INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, writer_uuid)
                SELECT created, deleted, persistence_id, sequence_number + 100, message, tags, manifest, identifier, writer_uuid FROM journal
                WHERE persistence_id LIKE 'backend-%'
                """;
            Assert.True(twice.ExecuteNonQuery() > 0);
        }

        var line = await AuditLine.Run(stormed.Directory, "backtest");

        Assert.DoesNotContain("   at ", line.Output + line.Error, StringComparison.Ordinal);
        Assert.NotEqual("", line.Output + line.Error);
        Assert.InRange(line.Code, 0, 1);
    }

    private static int Requests(string directory) => LedgerFile.Attempts(directory).Select(row => row.RequestId).Distinct().Count();

    private static async Task Ask(SidecarProcess process, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await process.Post();
            await response.Text();
        }
    }
}
