using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using static Sidecar.Ledger.LedgerProtocol;

namespace Sidecar.Ledger;

/// <summary>The ledger's only writer: collects rows off the request path and writes them in batches, one write at a time.</summary>
/// <remarks>A batch is written when 2,000 rows wait, 150 ms after the first waiting row, or on <see cref="Flush"/>. A failed batch is
/// kept and retried after 1, 2, 4 … 30 s.</remarks>
public sealed class LedgerActor : ReceiveActor, IWithTimers
{
    public const int BatchSize = 2_000;
    public const int Capacity = 100_000;

    private const int DropsPerLogLine = 10_000;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly ILedgerStore _store;
    private readonly LedgerGauge _gauge;
    private readonly ILogger _logger;
    private readonly LiveSignals _live = LiveSignals.Of(Context.System);
    private readonly LedgerBuffer _buffer = new(Capacity, BatchSize, Guid.NewGuid());
    private readonly Queue<(IActorRef Asker, long UpTo)> _flushes = new();
    private bool _writing;
    private bool _lingering;
    private bool _due;
    private bool _retrying;
    private int _failures;
    private DateTimeOffset? _lastFlush;

    public LedgerActor(ILedgerStore store, LedgerGauge gauge, ILogger<LedgerActor> logger)
    {
        (_store, _gauge, _logger) = (store, gauge, logger);
        Receive<RecordAttempt>(OnAttempt);
        Receive<RecordWalk>(OnWalk);
        Receive<Flush>(_ => OnFlush());
        Receive<GetStatus>(_ => Sender.Tell(new LedgerStatus(_buffer.Count, _buffer.Dropped, _lastFlush)));
        Receive<LingerOver>(_ => OnLingerOver());
        Receive<RetryDue>(_ => OnRetryDue());
        Receive<Written>(_ => OnWritten());
        Receive<WriteFailed>(message => OnWriteFailed(message.Fault));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop()
    {
        if (_buffer.Count > 0)
            _logger.LedgerStoppedUnwritten(_buffer.Count);
    }

    private void OnAttempt(RecordAttempt message)
    {
        Keep(message.Row);
        _live.TellAttemptEnded(message.Row);
    }

    private void OnWalk(RecordWalk message)
    {
        if (message.Last is { } last)
        {
            Keep(last);
            _live.TellAttemptEnded(last);
        }
        Keep(message.Row);
        _live.TellWalkEnded(message.Row);
    }

    private void Keep(object row)
    {
        if (!_buffer.Add(row) && _buffer.Dropped % DropsPerLogLine == 1)
            _logger.LedgerRowsDropped(_buffer.Dropped);
        if (!_lingering && !_due)
            StartLingering();
        WriteIfDue();
        ShowLag();
    }

    private void ShowLag() => _gauge.Set(_buffer.Count, _buffer.Dropped, _buffer.OldestAt);

    private void StartLingering()
    {
        _lingering = true;
        Timers.StartSingleTimer(LingerOver.Instance, LingerOver.Instance, Linger);
    }

    private void OnFlush()
    {
        _flushes.Enqueue((Sender, _buffer.Received));
        AnswerFlushes();
        // Whoever asks for a flush is about to leave, and may have less time than the retry's delay.
        if (_flushes.Count > 0 && !_writing)
            Write();
    }

    private void OnLingerOver()
    {
        _lingering = false;
        _due = true;
        WriteIfDue();
    }

    private void OnRetryDue()
    {
        _retrying = false;
        Write();
    }

    private void OnWritten()
    {
        _writing = false;
        _buffer.BatchWritten();
        _lastFlush = Context.System.Scheduler.Now;
        if (_failures > 0)
            _logger.LedgerWriteRecovered(_failures);
        _failures = 0;
        AnswerFlushes();
        WriteIfDue();
        ShowLag();
    }

    private void OnWriteFailed(Exception fault)
    {
        _writing = false;
        _failures++;
        var delay = TimeSpan.FromSeconds(Math.Min(LongestRetry.TotalSeconds, Math.Pow(2, _failures - 1)));
        _logger.LedgerWriteFailed(fault, _failures, _buffer.Count, delay);
        _retrying = true;
        Timers.StartSingleTimer(RetryDue.Instance, RetryDue.Instance, delay);
    }

    private void WriteIfDue()
    {
        if (!_writing && !_retrying && _buffer.Waiting > 0 && (_due || _flushes.Count > 0 || _buffer.Waiting >= BatchSize))
            Write();
    }

    private void Write()
    {
        if (_retrying)
            Timers.Cancel(RetryDue.Instance);
        _retrying = false;
        var batch = _buffer.TakeBatch();
        _writing = true;
        // Rows left after a full batch are younger than it, but perhaps only slightly: their timer continues.
        if (_buffer.Waiting == 0)
        {
            if (_lingering)
                Timers.Cancel(LingerOver.Instance);
            _lingering = _due = false;
        }
        Append(batch).PipeTo(Self);
    }

    private async Task<object> Append(LedgerBatch batch)
    {
        try
        {
            // Not cancelled when the actor stops: a batch on its way to the store should arrive.
            await _store.AppendAsync(batch.Id, batch.Attempts, batch.Walks, CancellationToken.None);
            return Written.Instance;
        }
        catch (Exception fault)
        {
            return new WriteFailed(fault);
        }
    }

    private void AnswerFlushes()
    {
        while (_flushes.TryPeek(out var flush) && flush.UpTo <= _buffer.Settled)
        {
            _flushes.Dequeue();
            flush.Asker.Tell(new Flushed(_buffer.Dropped));
        }
    }

    private sealed record LingerOver : IDeadLetterSuppression
    {
        public static readonly LingerOver Instance = new();
    }

    private sealed record RetryDue : IDeadLetterSuppression
    {
        public static readonly RetryDue Instance = new();
    }

    private sealed record Written : IDeadLetterSuppression
    {
        public static readonly Written Instance = new();
    }

    private sealed record WriteFailed(Exception Fault) : IDeadLetterSuppression;
}
