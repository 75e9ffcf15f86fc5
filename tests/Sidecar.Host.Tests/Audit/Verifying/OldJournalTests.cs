using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>A journal written by the first serializer, kept exactly as it was: it must stay readable for ever.</summary>
public sealed class OldJournalTests
{
    private static readonly string Kept = Path.Combine(AppContext.BaseDirectory, "fixtures", "journal", "v1");

    [Fact]
    public async Task a_journal_of_the_first_serializer_is_still_what_it_was()
    {
        using var run = new VerifyRun();
        File.Copy(Path.Combine(Kept, "journal.db"), Path.Combine(run.Directory, "journal.db"));

        var (code, report) = await run.VerifyJson("--public-key", Path.Combine(Kept, "public.pem"));

        Assert.True(code == 0, report.ToString());
        Assert.Equal(
            ["checkpoints 1", "events 233", "snapshots 2", "chained events 233"],
            report.GetProperty("checked").EnumerateArray().Select(c => $"{c.GetProperty("what")} {c.GetProperty("count")}"));
    }

    [Fact]
    public void it_holds_every_manifest_of_its_time()
    {
        using var connection =
            new SqliteConnection($"Data Source=file:{Path.Combine(Kept, "journal.db")}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
        Assert.Equal(10L, new SqliteCommand("SELECT COUNT(DISTINCT manifest) FROM journal", connection).ExecuteScalar());
    }
}
