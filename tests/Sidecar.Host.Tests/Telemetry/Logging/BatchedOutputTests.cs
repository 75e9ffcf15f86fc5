using Microsoft.Extensions.Logging;
using Sidecar.Host.Telemetry.Logging;
using Sidecar.Host.Tests.Kit;
using ZLogger;
using ZLogger.Providers;

namespace Sidecar.Host.Tests.Telemetry.Logging;

/// <summary>Nothing is lost when the log ends in order, and nobody who logs waits for whoever reads the log.</summary>
public sealed class BatchedOutputTests : IDisposable
{
    private readonly ScriptedOutput _output = new();

    [Fact]
    public async Task a_line_needs_no_other_to_be_written()
    {
        await using var provider = Provider();

        Log(provider).Said("alone");

        await _output.Entered;
    }

    [Fact]
    public async Task lines_that_come_during_a_write_are_written_together_and_in_order()
    {
        _output.Stall();
        var provider = Provider();
        var log = Log(provider);
        log.Said("first");
        await _output.Entered;
        for (var i = 0; i < 500; i++)
            log.Said($"<{i}>");

        _output.Release();
        await provider.DisposeAsync();

        Assert.Equal(2, _output.Batches.Count);
        Assert.Equal(501, _output.Lines.Length);
        Assert.All(_output.Lines.Skip(1).Select((line, i) => (line, i)), x =>
            Assert.Contains($"<{x.i}>", x.line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task what_a_stalled_reader_leaves_no_room_for_is_dropped_counted_and_told()
    {
        _output.Stall();
        var provider = Provider(bound: 4096);
        var log = Log(provider);
        log.Said("first");
        await _output.Entered;
        for (var i = 0; i < 100; i++)
            log.Said("one of many");

        _output.Release();
        await provider.DisposeAsync();

        var told = _output.Lines.Single(line => line.Contains("were dropped", StringComparison.Ordinal));
        var kept = _output.Lines.Count(line => line.Contains("one of many", StringComparison.Ordinal));
        Assert.InRange(kept, 1, 99);
        Assert.Contains($"\"Dropped\":{100 - kept}", told, StringComparison.Ordinal);
        Assert.Equal(told, _output.Lines[^1]);
    }

    [Fact]
    public async Task what_a_full_disk_refused_is_told_when_there_is_room_again()
    {
        _output.IsFull = true;
        var provider = Provider();
        var log = Log(provider);
        log.Said("lost");
        await _output.Failed;

        _output.IsFull = false;
        log.Said("kept");
        await provider.DisposeAsync();

        // Reported before or after the second line, which may arrive while the first is still being dropped.
        Assert.Contains(_output.Lines, line => line.Contains("\"Dropped\":1", StringComparison.Ordinal));
        Assert.Contains(_output.Lines, line => line.Contains("kept", StringComparison.Ordinal));
        Assert.DoesNotContain(_output.Lines, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_refusal_that_arrives_at_the_end_does_not_take_the_last_lines_along()
    {
        _output.IsFull = true;
        _output.Given.Reset();
        var provider = Provider();
        var log = Log(provider);
        log.Said("lost");
        await _output.Failed;

        _output.IsFull = false;
        log.Said("kept");
        var closing = new Thread(provider.Dispose);
        closing.Start();
        // The log is closed before the writer learns of the refusal; closing waits for the writer.
        Assert.True(SpinWait.SpinUntil(() => closing.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Bounds.Wait));
        _output.Given.Set();
        Assert.True(closing.Join(Bounds.Wait));

        Assert.Contains(_output.Lines, line => line.Contains("kept", StringComparison.Ordinal));
        Assert.Contains(_output.Lines, line => line.Contains("\"Dropped\":1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_reader_that_stalls_for_ever_does_not_keep_the_process_from_ending()
    {
        _output.Stall();
        var provider = Provider();
        Log(provider).Said("unread");
        await _output.Entered;

        await Task.Run(provider.Dispose).Soon();

        Assert.Empty(_output.Lines);
        _output.Release();
    }

    public void Dispose() => _output.Dispose();

    private ZLoggerLogProcessorLoggerProvider Provider(int bound = 1 << 20)
    {
        var options = new ZLoggerOptions().UseJsonLines();
        return new ZLoggerLogProcessorLoggerProvider(new BatchedOutput(_output, options, bound), options);
    }

    private static ILogger Log(ZLoggerLogProcessorLoggerProvider provider) => provider.CreateLogger("Tests");
}
