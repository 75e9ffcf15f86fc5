using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Kit;
using Sidecar.Journal;
using static Sidecar.Host.Tests.Storage.Happened;

namespace Sidecar.Host.Tests.Storage;

/// <summary>What makes it safe to follow the journal by "ordering greater than the last": no row ever becomes visible behind one that was
/// already visible.</summary>
public sealed class JournalOrderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly JournalFile _journal;
    private readonly string _path;

    public JournalOrderTests()
    {
        _journal = new JournalFile(_directory.Path);
        _path = SqliteFiles.In(_directory.Path).Journal;
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void an_ordering_is_given_only_to_the_one_writer_whose_transaction_is_open()
    {
        using var first = Open();
        using var second = Open();
        using var transaction = first.BeginTransaction();
        Assert.Equal(1, Insert(first, transaction, "backend-a", 1));

        var refused = Assert.Throws<SqliteException>(() => Insert(second, null, "backend-b", 1));
        Assert.Equal(5, refused.SqliteErrorCode);
        transaction.Commit();

        Assert.Equal(2, Insert(second, null, "backend-b", 1));
    }

    [Fact]
    public async Task an_ordering_that_was_taken_back_was_never_visible_and_is_given_again()
    {
        _journal.Add("backend-a", Cooled(0));
        using (var writer = Open())
        {
            using var transaction = writer.BeginTransaction();
            Assert.Equal(2, Insert(writer, transaction, "backend-a", 2));
            Assert.Equal(1, await new AuditReader(new ReadableFile(_path, IsOurs: true)).LastOrderingAsync(default));
            transaction.Rollback();
        }

        _journal.Add("backend-b", Cooled(1));

        Assert.Equal(2, await new AuditReader(new ReadableFile(_path, IsOurs: true)).LastOrderingAsync(default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task a_reader_that_follows_several_writers_misses_nothing(int seed)
    {
        const int Writers = 4;
        const int Transactions = 60;
        var committed = new ConcurrentBag<long>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(
            writer => Task.Run(() => Write(writer, new Random(seed * 100 + writer), Transactions, committed))));

        var followed = new List<long>();
        var reader = new AuditReader(new ReadableFile(_path, IsOurs: true));
        for (var isLast = false; ; isLast = writing.IsCompleted)
        {
            var page = await reader.ReadAsync(new AuditQuery(After: followed.LastOrDefault(), Limit: 7), default);
            followed.AddRange(page.Events.Select(stored => stored.Ordering));
            if (isLast && page.Events.Count == 0)
                break;
        }

        await writing.Soon();
        Assert.Equal(committed.Order(), followed);
        Assert.True(followed.Count > Writers * Transactions);
    }

    private void Write(int writer, Random chance, int transactions, ConcurrentBag<long> committed)
    {
        using var connection = Open(patience: 20);
        var number = 0;
        for (var i = 0; i < transactions; i++)
        {
            using var transaction = connection.BeginTransaction();
            var given = Enumerable.Range(0, chance.Next(1, 6)).Select(_ => Insert(connection, transaction, $"backend-{writer}", ++number))
                .ToList();
            if (chance.Next(4) == 0)
            {
                transaction.Rollback();
                continue;
            }
            transaction.Commit();
            given.ForEach(committed.Add);
        }
    }

    private SqliteConnection Open(int patience = 1)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(
            SqliteFiles.ConnectionString(_path))
        { DefaultTimeout = patience }.ToString());
        connection.Open();
        return connection;
    }

    private static long Insert(SqliteConnection connection, SqliteTransaction? transaction, string persistenceId, int number)
    {
        var (manifest, bytes) = BackendEventCodec.Write(Cooled(0));
        using var insert = new SqliteCommand(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest) VALUES (0, 0, $id, $number, "
                + "$bytes, $manifest) RETURNING ordering", connection, transaction);
        insert.Parameters.AddWithValue("$id", persistenceId);
        insert.Parameters.AddWithValue("$number", number);
        insert.Parameters.AddWithValue("$bytes", bytes);
        insert.Parameters.AddWithValue("$manifest", manifest);
        return (long)insert.ExecuteScalar()!;
    }
}
