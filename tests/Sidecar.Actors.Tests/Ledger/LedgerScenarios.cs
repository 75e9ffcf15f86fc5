using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging;
using Sidecar.Ledger;
using static Sidecar.Ledger.LedgerProtocol;

namespace Sidecar.Actors.Tests.Ledger;

public sealed class LedgerScenarios : TestKit
{
    private readonly ScriptedLedgerStore _store = new();
    private readonly CountingLogger _log = new();
    private readonly IActorRef _ledger;
    private int _recorded;

    public LedgerScenarios() : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"") =>
        _ledger = Sys.ActorOf(Props.Create(() => new LedgerActor(_store, new LedgerGauge(), _log)));

    [Fact]
    public async Task a_full_batch_is_written_at_once_without_a_timer()
    {
        Record(LedgerActor.BatchSize);

        Assert.Equal(Rows(0, LedgerActor.BatchSize), (await _store.NextWrite()).Rows);
    }

    [Fact]
    public async Task fewer_rows_are_written_a_moment_after_the_first()
    {
        Record(1);
        await Buffered(1);
        Advance(0.09);
        Record(1);
        await Buffered(2);
        Advance(0.05);
        await Buffered(2);
        Assert.True(_store.IsQuiet);

        Advance(0.01);

        Assert.Equal(Rows(0, 2), (await _store.NextWrite()).Rows);
    }

    [Fact]
    public async Task attempts_and_walks_share_a_batch()
    {
        _ledger.Tell(new RecordWalk(new WalkRow("walk", DateTimeOffset.UnixEpoch, 200, [])));
        Record(1);
        _ledger.Tell(Flush.Instance, TestActor);

        Assert.Equal(["0", "walk"], (await _store.NextWrite()).Rows);
    }

    [Fact]
    public async Task a_walk_brings_its_last_attempt_along()
    {
        _ledger.Tell(new RecordWalk(new WalkRow("walk", DateTimeOffset.UnixEpoch, 200, []), Attempt("last")));
        await Buffered(2);
        _ledger.Tell(Flush.Instance, TestActor);

        Assert.Equal(["last", "walk"], (await _store.NextWrite()).Rows);
    }

    [Fact]
    public async Task a_row_after_a_written_batch_waits_its_own_moment()
    {
        Record(1);
        await Buffered(1);
        Advance(0.09);
        Record(LedgerActor.BatchSize - 1);
        (await _store.NextWrite()).Succeeds();
        await Buffered(0);
        Record(1);
        await Buffered(1);
        Advance(0.14);
        await Buffered(1);
        Assert.True(_store.IsQuiet);

        Advance(0.01);

        Assert.Equal(Rows(LedgerActor.BatchSize, 1), (await _store.NextWrite()).Rows);
    }

    [Fact]
    public async Task one_write_is_in_flight_at_a_time_while_rows_keep_coming()
    {
        Record(LedgerActor.BatchSize);
        var first = await _store.NextWrite();
        Record(LedgerActor.BatchSize + 1);
        await Buffered((2 * LedgerActor.BatchSize) + 1);
        Assert.True(_store.IsQuiet);

        first.Succeeds();
        (await _store.NextWrite()).Succeeds();
        await Buffered(1);
        Advance(1);
        (await _store.NextWrite()).Succeeds();

        await Buffered(0);
        Assert.False(_store.EverTwoAtOnce);
        Assert.Equal(Rows(0, (2 * LedgerActor.BatchSize) + 1), _store.Kept);
    }

    [Fact]
    public async Task a_failed_batch_is_kept_and_tried_again_after_growing_delays()
    {
        Record(1);
        await Buffered(1);
        Advance(1);
        foreach (var delay in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            var write = await _store.NextWrite();
            Assert.Equal(Rows(0, 1), write.Rows);
            var failures = _log.Warnings;
            write.Fails();
            await AwaitConditionAsync(() => Task.FromResult(_log.Warnings == failures + 1));
            await Buffered(1);
            Advance(delay - 0.1);
            await Buffered(1);
            Assert.True(_store.IsQuiet);
            Advance(0.1);
        }

        (await _store.NextWrite()).Succeeds();

        await Buffered(0);
        Assert.Equal(Rows(0, 1), _store.Kept);
        Assert.Equal(7, _log.Warnings);
    }

    [Fact]
    public async Task a_batch_that_is_tried_again_is_the_same_and_the_next_is_another()
    {
        Record(1);
        _ledger.Tell(Flush.Instance, TestActor);
        var first = await _store.NextWrite();
        first.Fails();
        await AwaitConditionAsync(() => Task.FromResult(_log.Warnings == 1));
        Record(1);
        _ledger.Tell(Flush.Instance, TestActor);
        var again = await _store.NextWrite();
        again.Succeeds();
        var next = await _store.NextWrite();

        Assert.Equal((first.Batch, first.Batch with { Number = first.Batch.Number + 1 }), (again.Batch, next.Batch));
        Assert.Equal(Rows(0, 1), again.Rows);
        Assert.Equal(Rows(1, 1), next.Rows);
    }

    [Fact]
    public async Task flushed_is_said_only_when_the_rows_before_it_are_in_the_store()
    {
        Record(LedgerActor.BatchSize + 1);
        _ledger.Tell(Flush.Instance, TestActor);
        var first = await _store.NextWrite();
        Record(1);
        first.Succeeds();
        var second = await _store.NextWrite();
        await Buffered(2);
        Assert.False(HasMessages);

        second.Succeeds();

        await ExpectMsgAsync(new Flushed(0));
        Assert.Equal(Rows(0, LedgerActor.BatchSize + 1), _store.Kept.Take(LedgerActor.BatchSize + 1));
    }

    [Fact]
    public async Task a_flush_of_nothing_is_answered_at_once()
    {
        _ledger.Tell(Flush.Instance, TestActor);

        await ExpectMsgAsync(new Flushed(0));
    }

    [Fact]
    public async Task a_flush_does_not_wait_for_the_retry_delay()
    {
        Record(1);
        _ledger.Tell(Flush.Instance, TestActor);
        (await _store.NextWrite()).Fails();
        await AwaitConditionAsync(() => Task.FromResult(_log.Warnings == 1));

        _ledger.Tell(Flush.Instance, TestActor);
        (await _store.NextWrite()).Succeeds();

        await ExpectMsgAsync(new Flushed(0));
        await ExpectMsgAsync(new Flushed(0));
    }

    [Fact]
    public async Task a_full_buffer_drops_its_oldest_waiting_rows_and_counts_them()
    {
        Record(LedgerActor.BatchSize);
        var stuck = await _store.NextWrite();
        Record(LedgerActor.Capacity);
        _ledger.Tell(Flush.Instance, TestActor);
        await Buffered(LedgerActor.Capacity, dropped: LedgerActor.BatchSize);
        Assert.Equal(1, _log.Errors);

        stuck.Succeeds();
        for (var written = LedgerActor.BatchSize; written < LedgerActor.Capacity; written += LedgerActor.BatchSize)
            (await _store.NextWrite()).Succeeds();

        await ExpectMsgAsync(new Flushed(LedgerActor.BatchSize));
        Assert.Equal(Rows(0, LedgerActor.BatchSize).Concat(Rows(2 * LedgerActor.BatchSize, LedgerActor.Capacity - LedgerActor.BatchSize)),
            _store.Kept);
    }

    [Fact]
    public async Task a_bounded_flush_tells_whether_it_was_done_in_time()
    {
        Record(1);
        var late = LedgerFlush.FlushAsync(_ledger, TimeSpan.FromMilliseconds(50));
        var write = await _store.NextWrite();
        Assert.False(await late);

        write.Succeeds();

        Assert.True(await LedgerFlush.FlushAsync(_ledger, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task a_coordinated_shutdown_flushes_first()
    {
        LedgerFlush.AtShutdown(Sys, _ledger, TimeSpan.FromSeconds(10), _log);
        Record(3);
        var shutdown = CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.UnknownReason.Instance);

        (await _store.NextWrite()).Succeeds();
        await shutdown;

        Assert.Equal(Rows(0, 3), _store.Kept);
        Assert.Equal(0, _log.Errors);
    }

    private void Record(int rows)
    {
        for (var i = 0; i < rows; i++)
            _ledger.Tell(new RecordAttempt(Attempt(_recorded++.ToString())));
    }

    private static AttemptRow Attempt(string id) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        RequestId = id,
        Attempt = 1,
        Backend = "a",
        Pool = "primary",
        Model = "m",
        Phase = "routing",
        LatencyMs = 1,
        Streamed = false,
    };

    private static IEnumerable<string> Rows(int from, int count) => Enumerable.Range(from, count).Select(i => i.ToString());

    private void Advance(double seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));

    // The answer also proves that all earlier messages have been handled, and their timers started.
    private Task Buffered(int rows, long dropped = 0) => AwaitAssertAsync(async () =>
    {
        var status = await _ledger.Ask<LedgerStatus>(GetStatus.Instance, TimeSpan.FromSeconds(10));
        Assert.Equal((rows, dropped), (status.Buffered, status.Dropped));
    });

    private sealed class CountingLogger : ILogger<LedgerActor>
    {
        private int _warnings;
        private int _errors;

        public int Warnings => Volatile.Read(ref _warnings);

        public int Errors => Volatile.Read(ref _errors);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                Interlocked.Increment(ref _warnings);
            if (logLevel == LogLevel.Error)
                Interlocked.Increment(ref _errors);
        }
    }
}
