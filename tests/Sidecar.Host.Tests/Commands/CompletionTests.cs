using Sidecar.Host.Commands;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Commands;

/// <summary>Commands and options complete themselves, and help says what one types.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("sidecar au", "audit")]
    [InlineData("sidecar audit ba", "backtest")]
    [InlineData("sidecar audit state --a", "--at")]
    [InlineData("sidecar --co", "--config")]
    [InlineData("sidecar completion ", "zsh")]
    public async Task what_may_follow_is_suggested(string line, string expected) =>
        Assert.Contains(expected, (await Run($"[suggest:{line.Length}]", line)).Split('\n'));

    [Fact]
    public async Task the_cursor_decides() =>
        Assert.Contains("audit", (await Run("[suggest:10]", "sidecar au state")).Split('\n'));

    [Theory]
    [InlineData("bash"), InlineData("zsh"), InlineData("fish"), InlineData("pwsh")]
    public async Task there_is_a_script_for(string shell) =>
        Assert.Contains("[suggest:", await Run("completion", shell), StringComparison.Ordinal);

    [ToolFact("bash", "bash")]
    public async Task bash_completes_with_it()
    {
        var script = await Run("completion", "bash");
        // In place of the program, one that suggests what it was asked.
        var (code, output) = await Tool.Run("bash", ["-c", $"sidecar() {{ echo \"au-$2-$1\" | tr -d ' '; }}\n{script}\n"
            + "COMP_LINE='sidecar au'; COMP_POINT=10; COMP_WORDS=(sidecar au); COMP_CWORD=1; _sidecar; echo \"reply ${COMPREPLY[0]}\""]);

        Assert.True(code == 0, output);
        Assert.Contains("reply au-sidecarau-[suggest:10]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "sidecar [command] [options]")]
    [InlineData("audit", "sidecar audit [command] [options]", "--help")]
    public async Task help_names_what_one_types(string first, string usage, params string[] more) =>
        Assert.Contains(usage, await Run([first, .. more]), StringComparison.Ordinal);

    [Fact]
    public async Task version_is_a_version() => Assert.Matches(@"^\d+\.\d+\.\d+", await Run("--version"));

    private static async Task<string> Run(params string[] words)
    {
        await using var output = new StringWriter();
        var code = await CommandLine.RunAsync(words, new CommandContext(new Dictionary<string, string>(), output, output));
        Assert.Equal(0, code);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
