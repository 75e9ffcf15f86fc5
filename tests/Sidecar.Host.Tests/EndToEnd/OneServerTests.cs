using Sidecar.Host.Commands;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>A data directory has one server, and any number of readers.</summary>
public sealed class OneServerTests
{
    [Fact]
    public async Task a_second_server_over_the_same_directory_is_refused_in_words()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var first = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        var file = Path.Combine(first.DataDirectory, "second.conf");
        await File.WriteAllTextAsync(file, WholeFile(Backend("a", upstream) + Calm, first.DataDirectory));

        var (code, said) = await Run("serve", "--config", file);
        using var response = await first.Post();

        Assert.Equal((2, 200), (code, (int)response.StatusCode));
        Assert.Equal($"sidecar: The data directory '{first.DataDirectory}' is in use by another Sidecar. Give each a sidecar.data-dir of "
            + $"its own, or end that one first.", said.Trim());
    }

    [Fact]
    public async Task commands_read_beside_a_running_server()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var first = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        var file = Path.Combine(first.DataDirectory, "second.conf");
        await File.WriteAllTextAsync(file, WholeFile(Backend("a", upstream) + Calm, first.DataDirectory));

        Assert.Equal(0, (await Run("audit", "state", "--config", file)).Code);
        Assert.Equal(0, (await Run("audit", "verify", "--config", file)).Code);
    }

    [Fact]
    public async Task what_is_stored_is_for_its_own_user_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var sidecar = await RunningSidecar.Start(Calm);
        using var response = await sidecar.Post();

        Assert.Contains(DirectoryClaim.FileName, Directory.GetFiles(sidecar.DataDirectory).Select(Path.GetFileName));
        foreach (var file in Directory.GetFiles(sidecar.DataDirectory).Where(file => !file.EndsWith(".conf", StringComparison.Ordinal)))
            Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
    }

    private static async Task<(int Code, string Said)> Run(params string[] line)
    {
        await using var output = new StringWriter();
        return (await CommandLine.RunAsync(line, new CommandContext(new Dictionary<string, string>(), output, output)), output.ToString());
    }
}
