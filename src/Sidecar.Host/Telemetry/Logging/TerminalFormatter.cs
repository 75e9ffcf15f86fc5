using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Sidecar.Domain.Door;

namespace Sidecar.Host.Telemetry.Logging;

/// <summary>Log lines for people: one line each, with text from clients and upstreams escaped so that it cannot act on the
/// terminal.</summary>
internal sealed class TerminalFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "sidecar-terminal";

    private const string Plain = "\u001b[0m";

    private readonly bool _isColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (name, colour) = Level(logEntry.LogLevel);
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(_isColoured ? $"{colour}{name}{Plain}" : name);
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id.ToString(CultureInfo.InvariantCulture)}] ");
        textWriter.Write(Printable.Of(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } fault)
            textWriter.Write(" " + Printable.Of(fault.ToString()));
        textWriter.Write(Environment.NewLine);
    }

    private static (string Name, string Colour) Level(LogLevel level) => level switch
    {
        LogLevel.Trace => ("trce", "\u001b[37m"),
        LogLevel.Debug => ("dbug", "\u001b[37m"),
        LogLevel.Information => ("info", "\u001b[32m"),
        LogLevel.Warning => ("warn", "\u001b[1m\u001b[33m"),
        LogLevel.Error => ("fail", "\u001b[1m\u001b[31m"),
        _ => ("crit", "\u001b[1m\u001b[31m"),
    };
}
