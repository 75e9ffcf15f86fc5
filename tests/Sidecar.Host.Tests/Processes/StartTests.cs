using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>A process that cannot start says why in one line, and its exit code says whose fault it is.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task a_port_in_use_is_a_failure()
    {
        using var directory = new TemporaryDirectory();
        await using var other = await FakeUpstream.Start();

        using var process = SidecarProcess.Run("--config", await FileOf($"http.urls = \"{other.Address}\"", directory));

        Assert.Equal(1, await process.ExitCode());
        Assert.Contains(other.Address.Authority, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_faulty_file_is_misuse_and_every_fault_is_told()
    {
        using var directory = new TemporaryDirectory();

        using var process = SidecarProcess.Run("serve", "--config", await FileOf("routing.max-attempts = 0\nnonsense = 1", directory));

        Assert.Equal(2, await process.ExitCode());
        Assert.Contains("sidecar.routing.max-attempts", process.Output, StringComparison.Ordinal);
        Assert.Contains("sidecar.nonsense", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_unknown_command_is_misuse()
    {
        using var process = SidecarProcess.Run("serv");

        Assert.Equal(2, await process.ExitCode());
    }

    [Fact]
    public async Task a_data_directory_that_cannot_be_used_is_a_failure()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "file"), "");

        using var process = SidecarProcess.Run("--config", await FileOf($"data-dir = \"{directory.Path}/file/data\"", directory));

        Assert.Equal(1, await process.ExitCode());
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_actor_system_that_cannot_start_is_a_failure()
    {
        using var directory = new TemporaryDirectory();
        var file = await FileOf("", directory);
        await File.AppendAllTextAsync(file, "\nakka.actor.provider = \"No.Such.Provider, Nowhere\"");

        using var process = SidecarProcess.Run("--config", file);

        Assert.Equal(1, await process.ExitCode());
        Assert.Contains("\nsidecar: ", "\n" + process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    private static async Task<string> FileOf(string text, TemporaryDirectory directory)
    {
        var file = Path.Combine(directory.Path, "sidecar.conf");
        await File.WriteAllTextAsync(file, WholeFile(text, directory.Path));
        return file;
    }
}
