using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Demo;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task it_answers_simulated_requests_sums_them_up_and_touches_no_configured_backend()
    {
        using var directory = new TemporaryDirectory();
        await using var configured = await FakeUpstream.Start();
        var file = Path.Combine(directory.Path, "own.conf");
        File.WriteAllText(file, WholeFile(Backend("own", configured), Path.Combine(directory.Path, "data")));
        await using var output = new StringWriter();

        var code = await CommandLine.RunAsync(["demo", "--for", "4s", "--config", file],
            new CommandContext(new Dictionary<string, string>(), output, output));

        var said = output.ToString();
        Assert.Equal(0, code);
        Assert.Contains("every answer and every client is simulated", said, StringComparison.Ordinal);
        Assert.Matches("token demo-[0-9a-f]{8}", said);
        Assert.Matches(@"[1-9]\d* simulated requests in 00:0", said);
        Assert.Matches(@"routing +[1-9]", said);
        Assert.Equal(0, configured.Count);
        Assert.False(Directory.Exists(Path.Combine(directory.Path, "data")));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0s")]
    [InlineData("-3s")]
    public async Task a_length_that_cannot_be_read_is_bad_usage(string length)
    {
        await using var output = new StringWriter();

        Assert.Equal(2, await CommandLine.RunAsync(["demo", "--for", length],
            new CommandContext(new Dictionary<string, string>(), output, output)));
        Assert.Contains("--for is not a duration", output.ToString(), StringComparison.Ordinal);
    }
}
