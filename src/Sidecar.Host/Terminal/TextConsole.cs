using System.Globalization;
using Spectre.Console;

namespace Sidecar.Host.Terminal;

/// <summary>Where commands print tables and trees: as wide as the terminal; in a pipe as wide as <c>COLUMNS</c> says, else wide, so that
/// each record has a line.</summary>
internal static class TextConsole
{
    private const string WidthVariable = "COLUMNS";
    private const int WidthOfPipe = 160;
    private const int Narrowest = 40;

    public static IAnsiConsole Of(TextWriter output, IReadOnlyDictionary<string, string> environment)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = int.TryParse(
                environment.GetValueOrDefault(WidthVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var told)
                && told >= Narrowest ? told : WidthOfPipe;
        return console;
    }
}
