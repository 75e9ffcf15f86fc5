using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Audit.Verifying;

/// <summary>A file that was rolled back consistently is found out by what was recorded elsewhere: in the other file, or at a
/// witness.</summary>
public sealed class CrossCheckTests : IDisposable
{
    private readonly VerifyRun _run = new();
    private readonly FakeTimeProvider _time = new(Evidence.Now);
    private readonly Witness _witness;
    private TimeSpan _between = TimeSpan.FromMinutes(10);

    public CrossCheckTests()
    {
        SqliteFiles.Prepare(_run.Directory);
        _witness = new Witness(WitnessPath);
    }

    private string WitnessPath => Path.Combine(_run.Directory, "witness.txt");

    private string Journal => SqliteFiles.In(_run.Directory).Journal;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task a_record_that_was_left_alone_is_well()
    {
        await Live("a");
        await Live("b");

        var (code, output) = await _run.Verify("--witness", WitnessPath, "--stopped");

        Assert.True(code == 0, output);
        Assert.Contains("policies", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_newest_events_gone_with_their_links_and_checkpoints_are_missed_by_the_ledger()
    {
        await Live("a");
        var (last, checkpoints) = (Number("SELECT MAX(ordering) FROM journal"), Number("SELECT MAX(id) FROM checkpoints"));
        await Live("b");
        _run.Change(
            "journal.db", $"DELETE FROM journal WHERE ordering > {last}", $"DELETE FROM event_chain WHERE ordering > {last}",
                $"DELETE FROM checkpoints WHERE id > {checkpoints}");

        await Finds("First difference: journal.db, checkpoints row");
    }

    [Fact]
    public async Task a_journal_rolled_back_alone_is_missed_by_the_ledger()
    {
        await Live("a");
        var older = Path.Combine(_run.Directory, "older");
        File.Copy(Journal, older);
        await Live("b");
        File.Copy(older, Journal, overwrite: true);

        await Finds("an older copy put in its place: checkpoint");
    }

    [Fact]
    public async Task copies_made_one_after_the_other_are_accused_of_nothing_unless_they_are_said_to_be_of_one_instant()
    {
        _between = TimeSpan.FromSeconds(30);
        await Live("a");
        var older = Path.Combine(_run.Directory, "older");
        File.Copy(Journal, older);
        await Live("b");
        File.Copy(older, Journal, overwrite: true);

        Assert.Equal(0, (await _run.Verify()).Code);
        await Finds("an older copy put in its place", "--stopped");
    }

    [Fact]
    public async Task a_ledger_taken_away_is_missed_by_the_journal()
    {
        await Live("a");
        await Live("b");
        File.Delete(SqliteFiles.In(_run.Directory).Ledger);

        await Finds("ledger.db, checkpoints row");
    }

    [Fact]
    public async Task both_rolled_back_are_missed_by_the_witness_alone()
    {
        await Live("a");
        var files = SqliteFiles.In(_run.Directory);
        File.Copy(files.Journal, files.Journal + ".older");
        File.Copy(files.Ledger, files.Ledger + ".older");
        await Live("b");
        File.Move(files.Journal + ".older", files.Journal, overwrite: true);
        File.Move(files.Ledger + ".older", files.Ledger, overwrite: true);

        Assert.Equal(0, (await _run.Verify()).Code);
        await Finds("the witness names checkpoint", "--witness", WitnessPath);
    }

    [Fact]
    public async Task a_ledger_rolled_back_is_told_at_the_next_start()
    {
        await Live("a");
        var files = SqliteFiles.In(_run.Directory);
        File.Copy(files.Ledger, files.Ledger + ".older");
        await Live("b");
        await Live("c");
        Assert.Null(Start(files));

        File.Move(files.Ledger + ".older", files.Ledger, overwrite: true);

        Assert.StartsWith("ledger.db is older than journal.db", Start(files), StringComparison.Ordinal);

        static string? Start(SqliteFiles files)
        {
            var watch = new DataFiles(files);
            watch.LookBeforeStart();
            watch.Compare();
            return watch.Fault;
        }
    }

    [Theory]
    [InlineData("UPDATE policies SET policy = '{}' WHERE id = 1", "policies row 1: the row was altered")]
    [InlineData("DELETE FROM policies WHERE id = 1", "policies row 1: the row was removed")]
    public async Task a_policy_that_was_changed_is_found(string sql, string first)
    {
        await Live("a");
        _run.Change("ledger.db", sql);

        await Finds(first);
    }

    [Fact]
    public async Task an_event_appended_with_a_right_link_is_none_of_a_server_that_was_stopped_in_order()
    {
        await Live("a");
        Append("backend-a", 2);
        using (var chainer = new EventChainer(Journal, null))
            while (chainer.ChainSome())
                continue;
        SqliteConnection.ClearAllPools();

        await Finds("no checkpoint covers the event, although the server was stopped in order", "--stopped");
    }

    [Fact]
    public async Task an_earlier_files_policies_precede_the_chain()
    {
        using (var ledger = new SqliteConnection(SqliteFiles.ConnectionString(SqliteFiles.In(_run.Directory).Ledger)))
        {
            ledger.Open();
            using var create = new SqliteCommand(
                "CREATE TABLE policies (id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, policy TEXT NOT NULL); INSERT INTO policies "
                    + "VALUES (1, 1, '{}')", ledger);
            create.ExecuteNonQuery();
        }
        await Live("a");

        var (code, output) = await _run.Verify();
        Assert.True(code == 0, output);
        Assert.Contains("1 rows are not chained", output, StringComparison.Ordinal);
    }

    // One run of the server: its policy, an event, a row, and an orderly end.
    private async Task Live(string request)
    {
        var files = SqliteFiles.In(_run.Directory);
        using (var store = new SqliteLedgerStore(files.Ledger, new LedgerRetention { Witness = _witness }, _time))
        {
            await store.InitializeAsync(default);
            PolicyTable.Append(files.Ledger, _time.GetUtcNow(), $$"""{"of":"{{request}}"}""");
            Append($"backend-{request}", 1);
            await store.AppendAsync([LedgerRows.Attempt(request)], [Evidence.Walk(request, _time.GetUtcNow())], default);
            await store.MaintainAsync();
            using (var chainer = new EventChainer(files.Journal, null))
            {
                while (chainer.ChainSome())
                    continue;
                chainer.Checkpoint(_time.GetUtcNow());
            }
            _witness.Tell(files.Journal, _time.GetUtcNow());
            await store.MaintainAsync();
        }
        _time.Advance(_between);
        SqliteConnection.ClearAllPools();
    }

    private void Append(string id, long number)
    {
        var (manifest, bytes) = Sidecar.Journal.BackendEventCodec.Write(Happened.Cooled((int)number));
        using var journal = new SqliteConnection(SqliteFiles.ConnectionString(Journal));
        journal.Open();
        using var insert = journal.CreateCommand();
        insert.CommandText = """
            CREATE TABLE IF NOT EXISTS journal (ordering INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, deleted BIT NOT NULL, persistence_id NVARCHAR(255) NOT NULL,
                sequence_number INTEGER NOT NULL, message VARBINARY NOT NULL, tags NVARCHAR(100), manifest NVARCHAR(500), identifier INTEGER, writer_uuid NVARCHAR(128));
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest) VALUES (0, 0, $id, $number, $bytes, $manifest)
            """;
        insert.Parameters.AddWithValue("$id", id);
        insert.Parameters.AddWithValue("$number", number);
        insert.Parameters.AddWithValue("$bytes", bytes);
        insert.Parameters.AddWithValue("$manifest", manifest);
        insert.ExecuteNonQuery();
    }

    private async Task Finds(string what, params string[] more)
    {
        var (code, output) = await _run.Verify(more);
        Assert.True(code == 1 && output.Contains(what, StringComparison.Ordinal), output);
    }

    private long Number(string sql)
    {
        using var journal = new SqliteConnection($"Data Source={Journal};Pooling=False");
        journal.Open();
        using var command = new SqliteCommand(sql, journal);
        return (long)command.ExecuteScalar()!;
    }
}
