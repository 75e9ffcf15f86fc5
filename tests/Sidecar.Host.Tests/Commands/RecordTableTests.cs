using Sidecar.Host.Commands.Audit;
using Sidecar.Host.Terminal;
using Spectre.Console;

namespace Sidecar.Host.Tests.Commands;

/// <summary>At any width of terminal nothing is missing, and no line is wider than the terminal.</summary>
public sealed class RecordTableTests
{
    private const string Id = "01a2210697cf7646b78d4a3bc7bf1d91";

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(60)]
    public void nothing_is_cut_at_any_width(int width)
    {
        var text = Shown(width);

        Assert.DoesNotContain("…", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.All(["nim-1", "nim-2", "07:20:09.953", "available", "awaits a probe", Id], word =>
            Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void a_wide_terminal_has_one_line_for_each_record() =>
        Assert.Contains(Shown(200).Split('\n'), line => line.Contains("nim-2", StringComparison.Ordinal)
            && line.Contains("status 401", StringComparison.Ordinal));

    [Fact]
    public void a_column_that_says_nothing_goes_first()
    {
        Assert.Contains("model", Shown(200), StringComparison.Ordinal);
        Assert.Contains(Shown(90).Split('\n'), line => line.Contains("backend   state", StringComparison.Ordinal));
    }

    [Fact]
    public void a_narrow_terminal_has_a_block_for_each_record() =>
        Assert.Contains(Shown(60).Split('\n'), line => line.Trim().StartsWith("state ", StringComparison.Ordinal)
            && line.Contains("awaits a probe", StringComparison.Ordinal));

    private static string Shown(int width)
    {
        var table = new RecordTable("backend", "model", "state", "since", "streak", "because");
        table.AddRow(CellText.Row("nim-1", "", "available", "", "0", ""));
        table.AddRow(CellText.Row("nim-2", "", "awaits a probe", "07:20:09.953", "0", $"credentials: {Id} status 401"));
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(table);
        return output.ToString();
    }
}
