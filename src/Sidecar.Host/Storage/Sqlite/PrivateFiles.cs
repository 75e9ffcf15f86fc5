namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Keeps what is stored to the user that Sidecar runs as: files 600, their directory 700. Windows has its own inheritance, which
/// is left alone.</summary>
internal static class PrivateFiles
{
    public const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfDirectory = OfFile | UnixFileMode.UserExecute;

    /// <summary>Creates what is missing of it. One that was there is closed to others only where it holds nothing but Sidecar's files:
    /// elsewhere it may be somebody's home.</summary>
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

    /// <summary>Creates the file, empty, where it is missing: SQLite gives its logs the mode that the file has.</summary>
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
            // Somebody else's, given to Sidecar by its group: theirs to decide.
        }
    }
}
