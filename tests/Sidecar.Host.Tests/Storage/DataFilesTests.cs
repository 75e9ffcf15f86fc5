using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Tests.Storage;

/// <summary>Sidecar reports what is done to its files from outside.</summary>
public sealed class DataFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteFiles _files;

    public DataFilesTests()
    {
        _files = SqliteFiles.Prepare(_directory.Path);
        Run(_files.Journal, "CREATE TABLE journal (ordering INTEGER PRIMARY KEY); INSERT INTO journal VALUES (1), (2), (3)");
        SqliteConnection.ClearAllPools();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void files_that_are_left_alone_are_well()
    {
        var files = new DataFiles(_files);
        files.LookBeforeStart();
        files.Compare();

        Assert.Equal((false, false, null), (files.Look(), files.Look(), files.Fault));
    }

    [Fact]
    public void a_file_that_vanishes_is_told_once()
    {
        var files = new DataFiles(_files);
        Assert.False(files.Look());
        File.Delete(_files.Ledger);

        Assert.Equal((true, false, "ledger.db is gone"), (files.Look(), files.Look(), files.Fault));
    }

    [Fact]
    public void a_file_that_was_emptied_is_told()
    {
        var files = new DataFiles(_files);
        Assert.False(files.Look());
        File.WriteAllBytes(_files.Journal, []);

        Assert.True(files.Look());
        Assert.StartsWith("journal.db was shortened", files.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void a_ledger_that_gives_room_back_is_well_and_one_cut_short_is_told()
    {
        Run(_files.Ledger, "CREATE TABLE t (b BLOB); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO t "
            + "SELECT randomblob(15000) FROM n");
        Run(_files.Ledger, "PRAGMA wal_checkpoint(TRUNCATE)");
        var files = new DataFiles(_files);
        Assert.False(files.Look());
        var before = new FileInfo(_files.Ledger).Length;
        Run(_files.Ledger, "DELETE FROM t; PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.True(new FileInfo(_files.Ledger).Length < before / 2);
        Assert.Equal((false, false, null), (files.Look(), files.Look(), files.Fault));

        using (var cut = File.OpenWrite(_files.Ledger))
            cut.SetLength(cut.Length / 2);

        Assert.Equal((false, true), (files.Look(), files.Look()));
        Assert.StartsWith("ledger.db was shortened", files.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void one_file_without_the_other_at_the_start_is_told()
    {
        File.Delete(_files.Ledger);
        var files = new DataFiles(_files);

        files.LookBeforeStart();

        Assert.Equal("ledger.db is gone, and the other file is there", files.Fault);
    }

    [Fact]
    public void a_journal_older_than_its_ledger_is_told_at_the_start()
    {
        new DataFiles(_files).Remember();
        var same = new DataFiles(_files);
        same.Compare();
        Run(_files.Journal, "DELETE FROM journal WHERE ordering = 3");
        var older = new DataFiles(_files);

        older.Compare();

        Assert.Null(same.Fault);
        Assert.Equal("journal.db is older than ledger.db: it ends at event 2, and event 3 was there", older.Fault);
    }

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
