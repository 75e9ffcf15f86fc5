using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sidecar.Configuration;
using Sidecar.Storage;
using Spectre.Console;

namespace Sidecar.Commands.Audit;

/// <summary>One audit command under way: its files, and where its answer goes.</summary>
internal sealed class AuditRun
{
    public const int WidthOfPipe = 160;

    private static readonly JsonWriterOptions Legible = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Surroundings _surroundings;

    private AuditRun(SqliteFiles files, bool asJson, Surroundings surroundings) => (Files, AsJson, _surroundings) = (files, asJson, surroundings);

    public SqliteFiles Files { get; }

    public bool AsJson { get; }

    /// <summary>Finds the files and lets the command read them; a fault of theirs becomes a line on the error output and exit code 1.</summary>
    public static async Task<int> RunAsync(AuditOptions options, ParseResult line, Surroundings surroundings, Func<AuditRun, Task<int>> command)
    {
        var directory = line.GetValue(options.Data);
        if (directory is null)
        {
            var (settings, faults) = SettingsLoader.Load(line.GetValue(options.Config), surroundings.Environment);
            if (settings is null)
                return FaultReport.Print(faults, surroundings.Error);
            directory = settings.DataDirectory;
        }
        var files = SqliteFiles.In(directory);
        if (!File.Exists(files.Journal))
            return Fail(surroundings, $"there is no journal at {files.Journal}: name its directory with --data");
        try
        {
            return await command(new AuditRun(files, line.GetValue(options.Json), surroundings));
        }
        catch (Exception e) when (e is IOException or SqliteException or InvalidDataException)
        {
            return Fail(surroundings, e.Message);
        }
    }

    public void Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Legible))
            write(json);
        _surroundings.Output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Tables, trees and colours for a terminal; plain and wide text for a pipe.</summary>
    public IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_surroundings.Output) });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthOfPipe;
        return console;
    }

    public static int Fail(Surroundings surroundings, string message)
    {
        surroundings.Error.WriteLine($"sidecar: {message.ReplaceLineEndings(" ")}");
        return ExitCodes.Failed;
    }
}
