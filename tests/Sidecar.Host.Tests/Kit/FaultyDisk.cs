using System.Diagnostics;
using Sidecar.Host.Tests.Storage;

namespace Sidecar.Host.Tests.Kit;

/// <summary>A small disk of its own, mounted from a file, that can be made to hang or to refuse writes like one that dies.</summary>
internal sealed class FaultyDisk : IAsyncDisposable
{
    // Who waits for a frozen disk cannot be killed: should the test be ended, it thaws by itself.
    private const int ThawsAfterSeconds = 60;

    private readonly TemporaryDirectory _directory = new();
    private Process? _thaw;

    public string Path => System.IO.Path.Combine(_directory.Path, "disk");

    /// <summary>Null where the tests may not mount one.</summary>
    public static async Task<FaultyDisk?> Mount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Tool.Find("mkfs.ext4") is null)
            return null;
        var disk = new FaultyDisk();
        Directory.CreateDirectory(disk.Path);
        var image = System.IO.Path.Combine(disk._directory.Path, "image");
        if (await Run("dd", "if=/dev/zero", $"of={image}", "bs=1M", "count=64") == 0 && await Run("mkfs.ext4", "-q", "-F", image) == 0
            && await Run("mount", "-o", "loop", image, disk.Path) == 0)
            return disk;
        disk._directory.Dispose();
        return null;
    }

    /// <summary>Every write hangs from now on.</summary>
    public async Task Freeze()
    {
        _thaw = Process.Start("sh", ["-c", $"sleep {ThawsAfterSeconds}; fsfreeze -u \"$0\"", Path]);
        Assert.Equal(0, await Run("fsfreeze", "-f", Path));
    }

    public async Task Thaw()
    {
        if (_thaw is null)
            return;
        Assert.Equal(0, await Run("fsfreeze", "-u", Path));
        _thaw.Kill(entireProcessTree: true);
        _thaw.Dispose();
        _thaw = null;
    }

    /// <summary>The file system gives up, as after an error of the device: it can be read only, for good.</summary>
    public Task GiveUp() => Run("mount", "-o", "remount,abort", Path);

    public async ValueTask DisposeAsync()
    {
        await Thaw();
        await Run("umount", "-l", Path);
        _directory.Dispose();
    }

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true
        })!;
        await process.WaitForExitAsync().Soon();
        return process.ExitCode;
    }
}
