using Microsoft.Data.Sqlite;
using Sidecar.Host.Commands;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>What can be saved of a damaged record is saved, and verifies.</summary>
public sealed class RepairTests(Evidence evidence) : IClassFixture<Evidence>
{
    [Fact]
    public async Task a_record_that_is_well_is_copied_whole() => Assert.Equal((233, 12, 6), await Repaired());

    [Fact]
    public async Task events_up_to_the_first_that_was_altered_are_kept() =>
        Assert.Equal((49, 12, 6), await Repaired(("journal.db", "UPDATE journal SET manifest = 'probe-closed.v1' WHERE ordering = 50")));

    [Fact]
    public async Task rows_up_to_the_batch_of_the_first_that_was_altered_are_kept() =>
        Assert.Equal((233, 4, 6), await Repaired(("ledger.db", "UPDATE attempts SET total_tokens = 1 WHERE id = 6")));

    [Fact]
    public async Task a_missing_link_costs_what_it_covered() =>
        Assert.Equal((233, 4, 6), await Repaired(("ledger.db", "DELETE FROM attempts_links WHERE id = 2")));

    [Fact]
    public async Task damaged_pages_cost_what_stands_behind_them()
    {
        using var run = new VerifyRun(evidence);
        var path = SqliteFiles.In(run.Directory).Journal;
        using (var file = File.OpenWrite(path))
        {
            // The middle of the file, which has pages of 4 KB, is a leaf page that holds events.
            file.Position = file.Length / 8192 * 4096;
            file.Write(new byte[4096]);
        }

        using var to = new TemporaryDirectory();
        var target = Path.Combine(to.Path, "repaired");
        var (code, output) = await Run(run.Directory, target);

        Assert.True(code == 0, output);
        Assert.Equal(0, (await Verify(target)).Code);
        Assert.InRange(Number(target, "journal.db", "SELECT COUNT(*) FROM journal"), 1, 233);
    }

    [Fact]
    public async Task a_directory_that_holds_something_is_left_alone()
    {
        using var run = new VerifyRun(evidence);
        var (code, output) = await Run(run.Directory, run.Directory);

        Assert.Equal(1, code);
        Assert.Contains("is not empty", output, StringComparison.Ordinal);
    }

    private async Task<(long Events, long Attempts, long Walks)> Repaired(params (string File, string Sql)[] damage)
    {
        using var run = new VerifyRun(evidence);
        foreach (var (file, sql) in damage)
            run.Change(file, sql);
        using var to = new TemporaryDirectory();
        var target = Path.Combine(to.Path, "repaired");
        var (code, output) = await Run(run.Directory, target);
        Assert.True(code == 0, output);
        var (verified, found) = await Verify(target);
        Assert.True(verified == 0, found);
        return (Number(target, "journal.db", "SELECT COUNT(*) FROM journal"), Number(target, "ledger.db", "SELECT COUNT(*) FROM attempts"),
            Number(target, "ledger.db", "SELECT COUNT(*) FROM walks"));
    }

    private static Task<(int Code, string Output)> Verify(string directory) => Line("audit", "verify", "--data", directory);

    private static Task<(int Code, string Output)> Run(string directory, string to) =>
        Line("audit", "repair", "--data", directory, "--to", to);

    private static async Task<(int Code, string Output)> Line(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new CommandContext(new Dictionary<string, string>(), output, output));
        return (code, output.ToString());
    }

    private static long Number(string directory, string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, file)};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }
}
