using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Gives pages that deleted rows have left back to the disk, in a file that was made so that it can (ledgers since the third
/// version).</summary>
internal static class FreePages
{
    // 4 MiB, about what a busy minute writes: they would only be asked for again.
    private const long Kept = 256;

    // Some milliseconds, for rows that come meanwhile wait behind it.
    private const long AtOnce = 64;

    /// <summary>False: there is nothing to give back.</summary>
    public static bool GiveBackSome(SqliteConnection file)
    {
        if (Number(file, "PRAGMA auto_vacuum") != 2 || Number(file, "PRAGMA freelist_count") is var free && free <= Kept)
            return false;
        using var command = file.CreateCommand();
        command.CommandText = $"PRAGMA incremental_vacuum({Math.Min(AtOnce, free - Kept)})";
        // One page is given back with each step.
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
