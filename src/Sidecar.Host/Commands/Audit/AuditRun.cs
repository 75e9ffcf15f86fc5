using System.CommandLine;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Host.Terminal;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary>One run of an audit command: its files, and its output.</summary>
internal sealed class AuditRun
{
    private static readonly JsonWriterOptions Legible = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CommandContext _context;
    private readonly AuditSource _source;

    private AuditRun(AuditSource source, bool asJson, CommandContext context) => (_source, AsJson, _context) = (source, asJson, context);

    public StoredData Data => _source.Data;

    /// <summary>The same as SQLite files; copies, if the data are stored elsewhere.</summary>
    public SqliteFiles Files => _source.Files;

    public bool AsJson { get; }

    /// <summary>Opens the files and runs the command; a fault in them becomes a line on the error output and exit code 1.</summary>
    public static async Task<int> RunAsync(
        AuditOptions options, ParseResult line, CommandContext context, Func<AuditRun, Task<int>> command)
    {
        SidecarSettings? settings = null;
        if (line.GetValue(options.Data) is null)
        {
            (settings, var faults) = SettingsLoader.Load(line.GetValue(options.Config), context.Environment);
            if (settings is null)
                return FaultReport.Print(faults, context.Error);
        }
        using var source = settings?.PostgresConnection is { } connection ? AuditSource.Postgres(connection.Reveal())
            : AuditSource.Sqlite(line.GetValue(options.Data) ?? settings!.DataDirectory);
        if (!source.Exists)
            return Fail(context, $"there is no journal at {source.Data.Journal.Place}: name its directory with --data");
        try
        {
            return await command(new AuditRun(source, line.GetValue(options.Json), context));
        }
        catch (Exception e) when (e is IOException or DbException or InvalidDataException)
        {
            return Fail(context, e.Message);
        }
    }

    public void Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Legible))
            write(json);
        _context.Output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Tables, trees and colours for a terminal; plain and wide text for a pipe.</summary>
    public IAnsiConsole Console() => TextConsole.Of(_context.Output, _context.Environment);

    public static int Fail(CommandContext context, string message)
    {
        context.Error.WriteLine($"sidecar: {message.ReplaceLineEndings(" ")}");
        return ExitCodes.Failed;
    }
}
