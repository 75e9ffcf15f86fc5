namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Restricts stored data to the user that Sidecar runs as: files have mode 600, their directory 700. Windows has its own
/// inheritance, which is not changed.</summary>
internal static class PrivateFiles
{
    public const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfDirectory = OfFile | UnixFileMode.UserExecute;

    /// <summary>Creates the missing directories. An existing one is restricted only if it contains nothing but Sidecar's files, because
    /// otherwise it may be someone's home.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        var isOurs = !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(IsOurs);
        Directory.CreateDirectory(path, OfDirectory);
        if (isOurs)
            Close(path, OfDirectory);
    }

    /// <summary>Creates the file, empty, if it is missing: SQLite gives its logs the file's mode.</summary>
    public static void MakeFile(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using (new FileStream(
            path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = OfFile
            }))
            Close(path, OfFile);
        foreach (var log in new[] { path + "-wal", path + "-shm" })
            if (File.Exists(log))
                Close(log, OfFile);
    }

    private static bool IsOurs(string path) => Path.GetFileName(path) is var name
        && (name == DirectoryClaim.FileName || name.EndsWith(".db", StringComparison.Ordinal)
            || name.EndsWith(".db-wal", StringComparison.Ordinal) || name.EndsWith(".db-shm", StringComparison.Ordinal));

    private static void Close(string path, UnixFileMode mode)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~mode) != 0)
                File.SetUnixFileMode(path, mode);
        }
        catch (UnauthorizedAccessException)
        {
            // Owned by another user and available through the group: the owner decides its mode.
        }
    }
}
