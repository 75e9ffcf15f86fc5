namespace Sidecar.Host.Storage.Sqlite;

/// <summary>A Sidecar's claim on its data directory: two processes would give the same numbers to different events, and each would count
/// limits and rests only for itself.</summary>
/// <remarks>A lock on an open file: the system releases it however the process ends. Readers do not need it.</remarks>
internal sealed class DirectoryClaim : IDisposable
{
    public const string FileName = "sidecar.lock";

    // How another process's lock is reported: EAGAIN on Linux and BSD, and Windows' sharing violation.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    // ENOSPC, EDQUOT, EROFS; ERROR_DISK_FULL.
    private const int NoSpace = 28;
    private const int Quota = 122;
    private const int ReadOnly = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    // About the size of a few events and rows.
    private const int Probe = 65_536;

    private readonly FileStream _file;

    private DirectoryClaim(FileStream file) => _file = file;

    /// <summary>Null if another process holds it. Throws whatever opening a file throws.</summary>
    public static DirectoryClaim? Take(string directory)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFiles.OfFile;
        try
        {
            return new DirectoryClaim(new FileStream(Path.Combine(directory, FileName), options));
        }
        catch (IOException fault) when (Taken.Contains(fault.HResult))
        {
            return null;
        }
    }

    /// <summary>Whether another process holds it now. It is not taken, and nothing is created.</summary>
    public static bool IsTaken(string directory)
    {
        try
        {
            // Opened for reading beside other readers: refused only by a process that holds it alone.
            using var look = new FileStream(Path.Combine(directory, FileName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Taken.Contains(fault.HResult);
        }
    }

    /// <summary>Writes to the file and truncates it: why that is not possible, in words, or null. Blocks, and never throws.</summary>
    public string? TryWrite()
    {
        try
        {
            // New space is requested each time, because a file may keep its existing space on a full disk.
            _file.SetLength(0);
            _file.Position = 0;
            _file.Write(new byte[Probe]);
            _file.Flush(flushToDisk: true);
            _file.SetLength(0);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException
            or ObjectDisposedException)
        {
            return fault.HResult switch
            {
                NoSpace or Quota or WindowsDiskFull => "the disk is full",
                ReadOnly => "the disk is read-only",
                _ => "the disk takes no data",
            };
        }
    }

    public void Dispose() => _file.Dispose();
}
