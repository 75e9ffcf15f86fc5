using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Calls SQLite without its ADO.NET driver, whose parameters are objects that it looks up by name.</summary>
internal static class SqliteCalls
{
    // Tells SQLite that the statement will be kept, so that it does not use the memory for short-lived ones.
    private const uint KeptForLong = 1;

    /// <summary>Prepares a statement to be kept. Throws <see cref="SqliteException"/>.</summary>
    public static sqlite3_stmt Prepare(sqlite3 database, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, KeptForLong, out var statement), database);
        return statement;
    }

    /// <summary>Moves to a statement's next row; false if there are no more. Throws <see cref="SqliteException"/>.</summary>
    public static bool Step(sqlite3 database, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        SqliteException.ThrowExceptionForRC(code, database);
        return false;
    }

    /// <summary>Runs a statement without result rows. Throws <see cref="SqliteException"/>.</summary>
    public static void Run(sqlite3 database, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        _ = raw.sqlite3_reset(statement);
        SqliteException.ThrowExceptionForRC(code, database);
    }
}
