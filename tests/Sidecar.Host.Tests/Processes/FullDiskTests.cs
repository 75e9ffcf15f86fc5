using System.Diagnostics;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>A full disk: a small one in memory, where the tests are allowed to mount one.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task a_full_disk_is_told_by_readiness_and_requests_go_on()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;
        using var directory = new TemporaryDirectory();
        if (await Run("mount", "-t", "tmpfs", "-o", "size=16m", "sidecar-tests", directory.Path) != 0)
            return;
        try
        {
            await using var upstream = await FakeUpstream.Start();
            using (var process = await SidecarProcess.Serve(Backend("a", upstream) + Calm, directory.Path))
            {
                Assert.Equal("ready", await Ready(process, "ready"));

                await Run("dd", "if=/dev/zero", $"of={Path.Combine(directory.Path, "filler")}", "bs=64k");
                Assert.Equal("not_writable: the disk is full", await Ready(process, "not_writable: the disk is full"));
                using (var answer = await process.Post())
                    Assert.Equal(200, (int)answer.StatusCode);

                File.Delete(Path.Combine(directory.Path, "filler"));
                Assert.Equal("ready", await Ready(process, "ready"));
            }
        }
        finally
        {
            await Run("umount", "-l", directory.Path);
        }
    }

    [Fact]
    public async Task stopping_with_unwritten_rows_is_no_success()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return;
        using var directory = new TemporaryDirectory();
        if (await Run("mount", "-t", "tmpfs", "-o", "size=16m", "sidecar-tests", directory.Path) != 0)
            return;
        try
        {
            await using var upstream = await FakeUpstream.Start();
            using var process = await SidecarProcess.Serve(Backend("a", upstream) + Calm, directory.Path);
            Assert.Equal("ready", await Ready(process, "ready"));
            foreach (var block in (string[])["64k", "4k"])
                await Run("dd", "if=/dev/zero", $"of={Path.Combine(directory.Path, "filler-" + block)}", $"bs={block}");
            using (var answer = await process.Post())
                Assert.Equal(200, (int)answer.StatusCode);

            await process.Terminate();

            Assert.Equal(1, await process.ExitCode());
            Assert.Contains("unwritten: exit code 1", process.Output, StringComparison.Ordinal);
        }
        finally
        {
            await Run("umount", "-l", directory.Path);
        }
    }

    private static async Task<string> Ready(SidecarProcess process, string expected)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var said = (await (await process.Client.GetAsync(new Uri("/readyz", UriKind.Relative))).Content.ReadAsStringAsync()).Trim();
            if (said == expected || waited.Elapsed > Bounds.Wait)
                return said;
        }
    }

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true
        })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
