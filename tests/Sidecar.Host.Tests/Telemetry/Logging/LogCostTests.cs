using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Telemetry.Logging;
using Sidecar.Host.Tests.Kit;
using Sidecar.Requests;
using ZLogger;

namespace Sidecar.Host.Tests.Telemetry.Logging;

/// <summary>What the one line of a plain request may allocate, all of the logging library included.</summary>
public sealed class LogCostTests
{
    private const int Lines = 2_000;
    private const double Budget = 300;

    [Fact]
    public void a_requests_line_allocates_less_than_300_bytes() => Assert.InRange(BytesPerLine(LogLevel.Information, Budget), 0, Budget);

    [Fact]
    public void a_request_that_is_not_logged_allocates_nothing() => Assert.Equal(0, BytesPerLine(LogLevel.Warning, 0));

    private static double BytesPerLine(LogLevel minimum, double budget)
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(minimum)
                .AddZLoggerLogProcessor(options => new BatchedOutput(Stream.Null, options.UseJsonLines())))
            .BuildServiceProvider();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Sidecar");
        // Code that is not optimised yet boxes values that optimised code does not.
        var best = double.MaxValue;
        for (var warming = Stopwatch.StartNew(); best > budget && warming.Elapsed < Bounds.Wait;)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Write(log);
            best = Math.Min(best, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Lines);
        }
        return best;
    }

    private static void Write(ILogger log)
    {
        for (var i = 0; i < Lines; i++)
            RequestLog.Ended(log, "0190f5f0c0de7000a000000000000000", "POST", "/v1/chat/completions", "meta/llama-3.1-8b-instruct", 200,
                "Completed", "routing", 1, 12.345 + i, 1024 + i);
    }
}
