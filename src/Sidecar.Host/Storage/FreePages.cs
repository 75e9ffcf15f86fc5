using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Returns the pages of deleted rows to the disk, in a file that was created with that option (ledgers since the third
/// version).</summary>
internal static class FreePages
{
    // 4 MiB, about what a busy minute writes: returning them would only mean requesting them again.
    private const long Kept = 256;

    // A few milliseconds, because new rows wait meanwhile.
    private const long AtOnce = 64;

    /// <summary>False: there is nothing to return.</summary>
    public static bool GiveBackSome(SqliteConnection file)
    {
        if (Number(file, "PRAGMA auto_vacuum") != 2 || Number(file, "PRAGMA freelist_count") is var free && free <= Kept)
            return false;
        using var command = file.CreateCommand();
        command.CommandText = $"PRAGMA incremental_vacuum({Math.Min(AtOnce, free - Kept)})";
        // Each step returns one page.
        using (var steps = command.ExecuteReader())
            while (steps.Read())
                continue;
        return Number(file, "PRAGMA freelist_count") < free;
    }

    private static long Number(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
