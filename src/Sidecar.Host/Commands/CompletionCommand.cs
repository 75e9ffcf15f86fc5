using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands;

/// <summary><c>completion SHELL</c>: a script that makes a shell complete commands and options, by asking Sidecar itself.</summary>
internal static class CompletionCommand
{
    private const string Suggest = "[suggest";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _sidecar() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(sidecar "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _sidecar sidecar
            """,
        ["zsh"] = """
            #compdef sidecar
            _sidecar() {
              local line="${words[1,CURRENT]}"
              local -a found
              found=("${(@f)$(sidecar "[suggest:${#line}]" "$line" 2>/dev/null)}")
              [[ -n "$found" ]] && compadd -- $found || _files
            }
            compdef _sidecar sidecar
            """,
        ["fish"] = """
            complete -c sidecar -a '(set -l line (commandline -cp); sidecar "[suggest:"(string length -- $line)"]" $line 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName sidecar -ScriptBlock {
              param($word, $line, $at)
              sidecar "[suggest:$at]" "$line" | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that makes a shell complete commands and options") { shell };
        command.SetAction(line =>
        {
            context.Output.WriteLine(Scripts[line.GetRequiredValue(shell)]);
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>Whether the scripts above ask: <c>[suggest:POSITION] LINE</c>.</summary>
    public static bool IsAsked(string[] args) => args is [['[', ..], _] && args[0].StartsWith(Suggest, StringComparison.Ordinal);

    /// <summary>What may stand at the position, one a line.</summary>
    public static int Answer(Command root, string[] args, TextWriter output)
    {
        var line = args[1];
        var place = args[0][Suggest.Length..].Trim(':', ']');
        var isWithin = int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < line.Length;
        foreach (var suggestion in CommandLineParser.Parse(root, line).GetCompletions(isWithin ? at : line.Length))
            output.WriteLine(suggestion.InsertText ?? suggestion.Label);
        return ExitCodes.Fine;
    }
}
