using System.Text.RegularExpressions;
using Sidecar.Host.Commands;
using Sidecar.Host.Demo;
using Sidecar.Host.Tests.Configuration;
using Sidecar.Host.Tests.Kit;
using Spectre.Console;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Commands;

/// <summary>What every command prints can be read in a terminal of 80 columns, and of 60: no line is wider, and nothing is cut.</summary>
public sealed partial class NarrowTests
{
    public static TheoryData<int> Widths => [80, 60];

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task of_the_audit(int width)
    {
        await using var stormed = await StormedSidecar.Start();
        using var policy = new OperatorFile("sidecar { emergency.rounds = 0, backends.c { enabled = false } }");
        string[][] commands =
        [
            ["events"], ["state"], ["timeline"], ["explain", stormed.FirstRequest], ["verify"], ["backtest"],
            ["backtest", "--policy", policy.Path],
        ];

        foreach (var command in commands)
        {
            var shown = await Shown(width, ["audit", .. command, "--data", stormed.Directory]);
            if (command is ["events"] or ["explain", ..])
                Assert.Contains(stormed.FirstRequest, Joined(shown), StringComparison.Ordinal);
            if (command is ["state"])
                Assert.All(["a", "b", "c"], backend => Assert.Matches($@"(?m)^ *(backend +)?{backend}\b", shown));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task of_a_running_server(int width)
    {
        const string LongName = "a-backend-with-a-name-of-some-length-as-people-like-to-have-them";
        await using var sidecar = await RunningSidecar.Start(
            Backend("b", "http://127.0.0.1:1/v1") + Backend(LongName, "https://an-account.of-some-provider.example/openai/v1") + Calm);

        var shown = await Shown(width, ["backends", "list", "--server", sidecar.Address.ToString()]);

        Assert.Contains(LongName, Joined(shown), StringComparison.Ordinal);
        Assert.Contains("https://an-account.of-some-provider.example/openai/v1", Joined(shown), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void of_the_demonstration(int width)
    {
        var tally = new DemoTally();
        foreach (var phase in new[] { "routing", "primary-wait", "emergency" })
            tally.Add(200, phase, "nim-1", isWhole: true);
        tally.Add(503, null, null, isWhole: true);
        tally.Add(200, "routing", "nim-2", isWhole: false);
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;

        console.Write(DemoScreen.Live(SimulatedBackend.All, null, tally, TimeSpan.FromSeconds(70), 12, width));
        console.Write(DemoScreen.Summary(SimulatedBackend.All, tally, TimeSpan.FromMinutes(2)));

        Fits(output.ToString(), width);
    }

    private static async Task<string> Shown(int width, string[] words)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var environment = new Dictionary<string, string>
        {
            ["COLUMNS"] = $"{width}",
            ["SIDECAR_ADMIN_TOKEN"] = RunningSidecar.AdminToken,
        };
        var code = await CommandLine.RunAsync(words, new CommandContext(environment, output, error));
        Assert.True(code == 0, $"{string.Join(' ', words)}: {error}");
        Fits(output.ToString(), width);
        return output.ToString();
    }

    private static void Fits(string shown, int width)
    {
        Assert.DoesNotContain("…", shown, StringComparison.Ordinal);
        Assert.All(shown.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, $"{line.TrimEnd().Length}: {line}"));
    }

    // What was broken over lines, put together again.
    private static string Joined(string shown) => Blanks().Replace(shown, "");

    [GeneratedRegex(@"[\s│├└─]+")]
    private static partial Regex Blanks();
}
