using System.Text;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;
using SQLitePCL;

namespace Sidecar.Host.Storage;

/// <summary>A prepared INSERT that gets its values column by column and runs once per row, without allocating an object per row or
/// value.</summary>
/// <remarks>
/// SQLite keeps a bound value until it is replaced, so a value equal to the previous row's is not bound again: most columns of a busy
/// ledger repeat. All values must be given, in the order of the columns, before <see cref="Run"/>. With a chain, the stored values are
/// hashed, and an additional column, <c>digest</c>, takes the row's digest.
/// </remarks>
internal sealed class InsertStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly BatchChain? _chain;
    private readonly Given[] _given;
    private byte[] _utf8 = new byte[512];
    private int _next;

    public InsertStatement(sqlite3 database, string table, IReadOnlyList<string> columns, BatchChain? chain = null)
    {
        (_database, _chain) = (database, chain);
        _given = new Given[columns.Count];
        if (chain is not null)
            columns = [.. columns, "digest"];
        var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";
        _statement = SqliteCalls.Prepare(database, sql);
    }

    public void Add(long? value)
    {
        _chain?.Row.Add(value);
        ref var given = ref _given[_next++];
        if (value is not { } whole)
            AddNull(ref given);
        else if (given.Kind != Kind.Whole || given.Whole != whole)
        {
            Check(raw.sqlite3_bind_int64(_statement, _next, whole));
            given = new Given(Kind.Whole, whole, null);
        }
    }

    public void Add(double? value)
    {
        _chain?.Row.Add(value);
        ref var given = ref _given[_next++];
        if (value is not { } real)
        {
            AddNull(ref given);
            return;
        }
        Check(raw.sqlite3_bind_double(_statement, _next, real));
        given = new Given(Kind.Other, 0, null);
    }

    public void Add(string? value)
    {
        _chain?.Row.Add(value);
        ref var given = ref _given[_next++];
        if (value is null)
            AddNull(ref given);
        else if (given.Kind != Kind.Text || given.Text != value)
        {
            Check(Bind(value));
            given = new Given(Kind.Text, 0, value);
        }
    }

    public void Add(ReadOnlySpan<byte> value)
    {
        _chain?.Row.Add(value);
        ref var given = ref _given[_next++];
        Check(raw.sqlite3_bind_blob(_statement, _next, value));
        given = new Given(Kind.Other, 0, null);
    }

    /// <summary>The number that SQLite will give the row, which is hashed first. It is not passed to SQLite, which would then check
    /// whether it is taken.</summary>
    public void Number(long row) => _chain?.Row.Add(row);

    public void Run()
    {
        _next = 0;
        if (_chain is not null)
            Check(raw.sqlite3_bind_int64(_statement, _given.Length + 1, _chain.CloseRow()));
        Check(raw.sqlite3_step(_statement));
        Check(raw.sqlite3_reset(_statement));
    }

    public void Dispose() => _statement.Dispose();

    private void AddNull(ref Given given)
    {
        if (given.Kind == Kind.Null)
            return;
        Check(raw.sqlite3_bind_null(_statement, _next));
        given = default;
    }

    private int Bind(string text)
    {
        if (_utf8.Length < Encoding.UTF8.GetMaxByteCount(text.Length))
            _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return raw.sqlite3_bind_text(_statement, _next, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8)));
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);

    private enum Kind : byte
    {
        Null,
        Whole,
        Text,
        Other,
    }

    private readonly record struct Given(Kind Kind, long Whole, string? Text);
}
