using System.Diagnostics;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.AdminWords;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Processes;

/// <summary>What is defined at run time outlives the process.</summary>
public sealed class DefinitionProcessTests
{
    private const string Secret = "sk-PROCESSKEY-7731";

    [Fact]
    public async Task a_backend_outlives_a_kill_and_a_wrong_master_key_ends_the_start_with_2()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        var master = Path.Combine(directory.Path, "master.txt");
        var text = Calm + $"keys.master-key-file = \"{master}\"";
        await File.WriteAllTextAsync(master, new string('a', 40));
        using (var first = await SidecarProcess.Serve(text, directory.Path))
        {
            Assert.Equal(201, (await first.Client.Send("POST", "/admin/backends", Definition("a", a.BaseUrl, $"\"api-key\":\"{Secret}\"")))
                .Status);
            await first.Kill();
        }
        using (var second = await SidecarProcess.Serve(text, directory.Path))
        {
            using var served = await second.Post();
            Assert.Equal((200, "Bearer " + Secret), ((int)served.StatusCode, (await a.Arrival()).Header("authorization")));
            await second.Terminate();
            Assert.Equal(0, await second.ExitCode());
            Assert.DoesNotContain(Secret, second.Output, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(master, new string('b', 40));
        using var wrong = SidecarProcess.Run("serve", "--config", Path.Combine(directory.Path, "sidecar.conf"));

        Assert.Equal(2, await wrong.ExitCode());
        Assert.Contains("the stored key of backend a is encrypted with the master key", wrong.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_hang_up_and_a_changed_file_have_it_read_again()
    {
        using var directory = new TemporaryDirectory();
        await using var a = await FakeUpstream.Start();
        var file = Path.Combine(directory.Path, "sidecar.conf");
        using var process = await SidecarProcess.Serve(Calm, directory.Path);

        await File.WriteAllTextAsync(file, WholeFile(Calm + Backend("a", a), directory.Path));
        await process.Says("was reloaded: 1 backends, 0 clients");
        using var served = await process.Post();
        await File.WriteAllTextAsync(file, WholeFile("nonsense = 1", directory.Path));
        await process.Says("rejected as a whole (1 faults)");
        using var still = await process.Post();
        File.Delete(file);
        using (var kill = Process.Start("kill", ["-HUP", process.Id]))
            await kill.WaitForExitAsync().Soon();
        await process.Says("does not exist");
        using var always = await process.Post();

        Assert.Equal((200, 200, 200), ((int)served.StatusCode, (int)still.StatusCode, (int)always.StatusCode));
    }
}
