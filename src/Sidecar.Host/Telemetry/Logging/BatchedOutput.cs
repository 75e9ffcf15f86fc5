using System.Buffers;
using ZLogger;

namespace Sidecar.Host.Telemetry.Logging;

/// <summary>Collects formatted log lines in memory and writes them on one thread: at once if nothing was written lately or the line is a
/// warning, otherwise all of a tenth of a second together.</summary>
internal sealed class BatchedOutput : IAsyncLogProcessor
{
    private const int LongLine = 64 << 10;
    private const int LargeBatch = 512 << 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A reader that stalls longer than this must not keep the process from ending.
    private static readonly TimeSpan LastWriteBound = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Stream _output;
    private readonly int _bound;
    private readonly IZLoggerFormatter _formatter;
    private readonly ILogger _own;
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _line = new();
    private LineBatch _filling = new();
    private LineBatch _spare = new();
    private long _dropped;
    private bool _isIdle;
    private bool _isUrgent;
    private bool _isClosed;

    /// <param name="output">Written to by one thread only, one batch at a time.</param>
    /// <param name="options">The options of the log provider; its formatter is used.</param>
    /// <param name="bound">How many bytes may wait. A line beyond that is dropped and counted: a log that nobody reads must not stop the
    /// proxy.</param>
    public BatchedOutput(Stream output, ZLoggerOptions options, int bound = 4 << 20)
    {
        (_output, _bound, _formatter) = (output, bound, options.CreateFormatter());
        _own = new ZLoggerLogger("Sidecar.Log", this, options, null);
        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <summary>Formats on the caller's thread, so that no value is read after its owner may have changed it.</summary>
    public void Post(IZLoggerEntry log)
    {
        lock (_gate)
        {
            if (_dropped > 0 && _filling.Length == 0)
                TellDropped();
            if (!TryAppend(log))
                _dropped++;
            _isUrgent |= log.LogInfo.LogLevel >= LogLevel.Warning || _filling.Length > LargeBatch;
            if (_isIdle || _isUrgent)
                Monitor.Pulse(_gate);
        }
        log.Return();
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
        _writer.Join(LastWriteBound);
        return ValueTask.CompletedTask;
    }

    private bool TryAppend(IZLoggerEntry log)
    {
        if (_filling.Length >= _bound)
            return false;
        if (_line.Capacity > LongLine)
            _line = new ArrayBufferWriter<byte>();
        _line.ResetWrittenCount();
        try
        {
            _formatter.FormatLogEntry(_line, log);
        }
        catch (Exception)
        {
            // A value could not be formatted: logging must not fail because of it.
            return false;
        }
        return _filling.TryAdd(_line.WrittenSpan, _bound);
    }

    private void Write()
    {
        while (Take(out var isLast) is { } batch)
        {
            var isWritten = TryWrite(batch);
            lock (_gate)
            {
                if (!isWritten)
                    _dropped += batch.Missing;
                batch.Clear();
                _spare = batch;
                // Earlier rejected lines do not tell what happens to the last ones.
                if (!isWritten && isLast)
                    return;
                if (!_isClosed && !(isWritten && _isUrgent))
                    Monitor.Wait(_gate, Pause);
            }
        }
    }

    private bool TryWrite(LineBatch batch)
    {
        try
        {
            _output.Write(batch.Bytes);
            _output.Flush();
            return true;
        }
        catch (IOException)
        {
            // For example a full disk: the next line that gets through reports what is missing.
            return false;
        }
    }

    /// <summary>Waits for lines and takes them all; null if there will be no more.</summary>
    /// <param name="isLast">No lines will follow.</param>
    private LineBatch? Take(out bool isLast)
    {
        lock (_gate)
        {
            while (_filling.Length == 0)
            {
                if (_isClosed)
                {
                    if (_dropped > 0)
                        TellDropped();
                    if (_filling.Length == 0)
                    {
                        isLast = true;
                        return null;
                    }
                    break;
                }
                _isIdle = true;
                Monitor.Wait(_gate);
                _isIdle = false;
            }
            isLast = _isClosed;
            var taken = _filling;
            (_filling, _isUrgent) = (_spare, false);
            return taken;
        }
    }

    private void TellDropped()
    {
        (_filling.Told, _dropped) = (_dropped, 0);
        OutputLog.LinesDropped(_own, _filling.Told);
    }
}
