namespace Sidecar.Host.Hosting;

/// <summary>Checks that the data directory can be written to before anything depends on it.</summary>
internal static class DataDirectory
{
    /// <summary>Creates the directory if it is missing. Returns why it cannot be used, or null.</summary>
    public static string? FaultOf(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            // Permissions alone do not tell: a read-only mount, a full disk and root all behave differently.
            using var probe = new FileStream(
                Path.Combine(path, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                    FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the data directory {path} (sidecar.data-dir) cannot be written to";
        }
    }
}
