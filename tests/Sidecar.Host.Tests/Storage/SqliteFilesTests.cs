using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Tests.Storage;

public sealed class SqliteFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void a_missing_directory_is_created_with_its_parents()
    {
        var files = SqliteFiles.Prepare(Path.Combine(_directory.Path, "x", "y"));

        Assert.True(File.Exists(files.Journal));
        Assert.True(File.Exists(files.Ledger));
    }

    [Fact]
    public void a_new_directory_and_one_of_an_earlier_build_are_closed_to_others_and_a_home_is_not()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Open = (UnixFileMode)0b111_101_101;
        var (old, home) = (Path.Combine(_directory.Path, "old"), Path.Combine(_directory.Path, "home"));
        Directory.CreateDirectory(old, Open);
        Directory.CreateDirectory(home, Open);
        File.WriteAllText(Path.Combine(old, "journal.db"), "");
        File.WriteAllText(Path.Combine(home, "letters.txt"), "");
        File.SetUnixFileMode(Path.Combine(old, "journal.db"), (UnixFileMode)0b110_100_100);

        var made = SqliteFiles.Prepare(Path.Combine(_directory.Path, "new"));
        SqliteFiles.Prepare(old);
        SqliteFiles.Prepare(home);

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Path.GetDirectoryName(made.Journal)!));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(old));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(Path.Combine(old, "journal.db")));
        Assert.Equal(Open, File.GetUnixFileMode(home));
    }

    [Fact]
    public void both_files_are_in_write_ahead_mode()
    {
        var files = SqliteFiles.Prepare(_directory.Path);

        foreach (var path in new[] { files.Journal, files.Ledger })
        {
            using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
            connection.Open();
            Assert.Equal("wal", new SqliteCommand("PRAGMA journal_mode", connection).ExecuteScalar());
        }
    }

    [Fact]
    public void a_new_ledger_has_large_pages_and_an_old_one_keeps_its_own()
    {
        var old = Directory.CreateDirectory(Path.Combine(_directory.Path, "old")).FullName;
        Assert.Equal(4_096L, PageSize(SqliteFiles.In(old).Ledger, "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; CREATE TABLE t (x)"));

        SqliteFiles.Prepare(old);

        Assert.Equal(4_096L, PageSize(SqliteFiles.In(old).Ledger));
        Assert.Equal(16_384L, PageSize(SqliteFiles.Prepare(Path.Combine(_directory.Path, "new")).Ledger));

        static long PageSize(string path, string before = "")
        {
            using var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
            connection.Open();
            new SqliteCommand($"{before}; SELECT 1", connection).ExecuteScalar();
            return (long)new SqliteCommand("PRAGMA page_size", connection).ExecuteScalar()!;
        }
    }

    [Fact]
    public void a_directory_that_is_a_file_is_refused_by_name()
    {
        var path = Path.Combine(_directory.Path, "file");
        File.WriteAllText(path, "");

        var fault = Assert.Throws<DataDirectoryException>(() => SqliteFiles.Prepare(path));

        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("sidecar.data-dir", fault.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("journal.db"), InlineData("ledger.db")]
    public void a_file_that_is_no_database_is_refused_by_name(string name)
    {
        var path = Path.Combine(_directory.Path, name);
        File.WriteAllText(path, new string('x', 4096));

        var message = Assert.Throws<DataDirectoryException>(() => SqliteFiles.Prepare(_directory.Path)).Message;

        Assert.Contains($"'{path}' is damaged", message, StringComparison.Ordinal);
        Assert.Contains("not a database", message, StringComparison.Ordinal);
    }

    [Fact]
    public void naming_the_files_creates_nothing()
    {
        SqliteFiles.In(Path.Combine(_directory.Path, "none"));

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }
}
