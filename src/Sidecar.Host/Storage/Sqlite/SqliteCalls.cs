using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>SQLite without its ADO.NET driver, whose parameters are objects that it searches for by name.</summary>
internal static class SqliteCalls
{
    // Tells SQLite that the statement will be kept, so that it does not take the memory meant for short-lived ones.
    private const uint KeptForLong = 1;

    /// <summary>A statement to be kept. Throws <see cref="SqliteException"/>.</summary>
    public static sqlite3_stmt Prepare(sqlite3 database, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, KeptForLong, out var statement), database);
        return statement;
    }

    /// <summary>Goes to a statement's next row; false when there are no more. Throws <see cref="SqliteException"/>.</summary>
    public static bool Step(sqlite3 database, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        SqliteException.ThrowExceptionForRC(code, database);
        return false;
    }

    /// <summary>Runs a statement that gives no rows. Throws <see cref="SqliteException"/>.</summary>
    public static void Run(sqlite3 database, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        _ = raw.sqlite3_reset(statement);
        SqliteException.ThrowExceptionForRC(code, database);
    }
}
