namespace Sidecar.Host.Tests.Verifying;

/// <summary>A journal written by the first serializer, kept as it was written: it must stay readable for ever.</summary>
public sealed class OldJournalTests
{
    [Fact]
    public async Task a_journal_of_the_first_serializer_is_still_what_it_was()
    {
        using var run = new VerifyRun();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "journal", "v1", "journal.db"), Path.Combine(run.Directory, "journal.db"));

        var (code, report) = await run.VerifyJson("--public-key", Path.Combine(AppContext.BaseDirectory, "fixtures", "journal", "v1", "public.pem"));

        Assert.True(code == 0, report.ToString());
        Assert.Equal(
            ["checkpoints 1", "events 233", "snapshots 2", "chained events 233"],
            report.GetProperty("checked").EnumerateArray().Select(c => $"{c.GetProperty("what")} {c.GetProperty("count")}"));
    }
}
