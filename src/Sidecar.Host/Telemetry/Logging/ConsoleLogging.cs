using Microsoft.Extensions.Logging.Console;
using Sidecar.Host.Hosting;
using ZLogger;

namespace Sidecar.Host.Telemetry.Logging;

/// <summary>Plain log lines for a terminal, JSON for everything else.</summary>
internal static class ConsoleLogging
{
    public static ILoggingBuilder AddSidecarConsole(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // If enabled, it would create an activity and a scope for each request, for lines that nobody sees.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // The host reports its own faults by an exit code and one line; the framework's stack traces would only repeat them.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (Console.IsOutputRedirected)
            return logging.AddZLoggerLogProcessor(options => new BatchedOutput(Console.OpenStandardOutput(), options.UseJsonLines()));
        logging.Services.AddSingleton<ConsoleFormatter, TerminalFormatter>();
        return logging.AddConsole(console => console.FormatterName = TerminalFormatter.FormatterName);
    }
}
