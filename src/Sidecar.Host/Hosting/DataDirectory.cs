namespace Sidecar.Host.Hosting;

/// <summary>Checks that the data directory can be written to before anything depends on it.</summary>
internal static class DataDirectory
{
    private const string IsFile = "is a file, not a directory";
    private const string IsReadOnly = "cannot be written to";

    /// <summary>Creates the directory if it is missing. Returns why it cannot be used, or null.</summary>
    public static string? FaultOf(string path)
    {
        if (File.Exists(path))
            return IsFile;
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Foresee(path) ?? IsReadOnly;
        }
        return CanWrite(path) ? null : IsReadOnly;
    }

    /// <summary>The same without creating it.</summary>
    public static string? Foresee(string path)
    {
        if (File.Exists(path))
            return IsFile;
        // It would be created in the nearest directory that exists.
        var there = path;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above)
        {
            if (File.Exists(above))
                return $"cannot be created: {above} {IsFile}";
            there = above;
        }
        return CanWrite(there) ? null : there == path ? IsReadOnly : $"cannot be created: {there} {IsReadOnly}";
    }

    // Permissions alone do not tell: a read-only mount, a full disk and root all behave differently.
    private static bool CanWrite(string directory)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(directory, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                    FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
