namespace Sidecar.Host.Storage.Sqlite;

/// <summary>One Sidecar's claim on its data directory: two would number the same events twice, and each would count limits and rests for
/// itself alone.</summary>
/// <remarks>A lock on an open file: the system takes it back however the process ends. Whoever only reads does not ask for it.</remarks>
internal sealed class DirectoryClaim : IDisposable
{
    public const string FileName = "sidecar.lock";

    // What another's lock is reported as: EAGAIN of Linux and of the BSDs, and Windows' sharing violation.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DirectoryClaim(FileStream file) => _file = file;

    /// <summary>Null when another has it. Throws what opening a file throws.</summary>
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

    public void Dispose() => _file.Dispose();
}
