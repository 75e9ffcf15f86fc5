using System.Security.Cryptography;

namespace Sidecar.Host.Tests.Audit.Verifying;

public sealed class VerifyCommandTests(Evidence evidence) : IClassFixture<Evidence>
{
    [Fact]
    public async Task what_was_not_altered_is_found_so_and_counted()
    {
        using var run = new VerifyRun(evidence);

        var (code, output) = await run.Verify("--public-key", evidence.PublicKey);

        Assert.True(code == 0, output);
        Assert.Contains("Nothing was altered.", output, StringComparison.Ordinal);
        var (_, report) = await run.VerifyJson();
        Assert.True(report.GetProperty("unaltered").GetBoolean());
        Assert.Equal(
            ["journal.db checkpoints 1", "journal.db events 233", "journal.db snapshots 2", "journal.db chained events 233",
                "ledger.db checkpoints 5", "ledger.db names 5", "ledger.db policies 0", "ledger.db attempts_prunes 0",
                    "ledger.db attempts 12", "ledger.db prunes 1", "ledger.db walks 6"],
            report.GetProperty("checked").EnumerateArray().Select(
                c => $"{c.GetProperty("file")} {c.GetProperty("what")} {c.GetProperty("count")}"));
    }

    [Fact]
    public async Task it_leaves_a_copy_as_it_was()
    {
        using var run = new VerifyRun(evidence);
        var before = Hashes(run.Directory);

        Assert.Equal(0, (await run.Verify()).Code);

        Assert.Equal(before, Hashes(run.Directory));
    }

    [Fact]
    public async Task events_that_the_server_has_yet_to_chain_are_no_tampering()
    {
        using var run = new VerifyRun(evidence);
        run.Change("journal.db", "DELETE FROM event_chain WHERE ordering > 230", "DELETE FROM checkpoints");
        run.Change("ledger.db", "DELETE FROM checkpoints WHERE chain = 'journal/checkpoints'");

        var (code, output) = await run.Verify();

        Assert.True(code == 0, output);
        Assert.Contains("not yet chained tail: 3 rows", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task unchained_events_of_a_server_that_was_stopped_in_order_are_tampering()
    {
        using var run = new VerifyRun(evidence);
        Assert.Equal(0, (await run.Verify("--stopped")).Code);
        run.Change("journal.db",
            "INSERT INTO journal SELECT 234, created, deleted, persistence_id, 4, message, tags, manifest, identifier, writer_uuid FROM "
                + "journal WHERE ordering = 233");

        var (code, output) = await run.Verify("--stopped");

        Assert.Equal(1, code);
        Assert.Contains("First difference: journal.db, journal ordering 234 (emergency number 4): the event has no link", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_difference_is_told_in_json_too()
    {
        using var run = new VerifyRun(evidence);
        run.Change("journal.db", "DELETE FROM journal WHERE ordering = 51", "DELETE FROM event_chain WHERE ordering = 51");

        var (code, report) = await run.VerifyJson();

        Assert.Equal(1, code);
        Assert.False(report.GetProperty("unaltered").GetBoolean());
        var first = report.GetProperty("differences")[0];
        Assert.Equal(
            ("journal.db", "journal", 52, "backend-a", 52),
            (first.GetProperty("file").GetString(), first.GetProperty("table").GetString(), first.GetProperty("row").GetInt32(),
                first.GetProperty("persistence_id").GetString(), first.GetProperty("sequence_number").GetInt32()));
    }

    [Fact]
    public async Task a_signature_of_another_key_is_refused()
    {
        using var run = new VerifyRun(evidence);

        var (code, output) = await run.Verify("--public-key", evidence.OtherPublicKey);

        Assert.Equal(1, code);
        Assert.Contains("First difference: journal.db, checkpoints row 1: the signature is not one of this key", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_chain_made_anew_needs_the_key()
    {
        using var run = new VerifyRun(evidence);
        run.Change(
            "journal.db",
            "UPDATE journal SET message = CAST(replace(CAST(message AS TEXT), '7000', '9000') AS BLOB) WHERE ordering = 12",
            "DELETE FROM event_chain",
            "DELETE FROM checkpoints");
        Evidence.Chain(run.Directory, key: null);
        Assert.Contains("the record was made anew", (await run.Verify()).Output, StringComparison.Ordinal);
        run.Change("ledger.db", "DELETE FROM checkpoints WHERE chain = 'journal/checkpoints'");

        Assert.Equal(0, (await run.Verify()).Code);
        var (code, output) = await run.Verify("--public-key", evidence.PublicKey);

        Assert.Equal(1, code);
        Assert.Contains("no checkpoint is signed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_deletion_that_no_checkpoint_covers_is_not_believed()
    {
        using var run = new VerifyRun(evidence);
        run.Change("ledger.db", "DELETE FROM checkpoints WHERE chain = 'ledger/prunes'", "DELETE FROM walks WHERE id = 4");
        run.Change("ledger.db", "DELETE FROM checkpoints");

        var (code, output) = await run.Verify();

        Assert.Equal(1, code);
        Assert.Contains("First difference: ledger.db, prunes row 1: no checkpoint covers this deletion", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_file_that_holds_none_is_named()
    {
        using var run = new VerifyRun(evidence);

        var (code, output) = await run.Verify("--public-key", Path.Combine(run.Directory, "none.pem"));

        Assert.Equal(1, code);
        Assert.Contains("none.pem: the file does not exist", output, StringComparison.Ordinal);
    }

    private static List<string> Hashes(string directory) =>
        [.. Directory.GetFiles(directory).Order().Select(file =>
            $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
