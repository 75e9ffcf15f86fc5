using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>A scheduler whose time stands still until the test moves it. Everything runs on the caller's thread, in order, each item at
/// exactly its own time.</summary>
/// <remarks>
/// Akka's own TestScheduler fires everything that fell due at the end of the step, and nothing that was scheduled during it: a minute would
/// take hundreds of small steps and still end with deadlines one step late.
/// </remarks>
internal sealed class VirtualScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log)
{
    /// <summary>The time at which every test begins.</summary>
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Action Run, ICancelable? Cancelable), (DateTimeOffset At, long Order)> _due = new();
    private DateTimeOffset _now = Start;
    private TimeSpan _stepped;
    private long _order;

    protected override DateTimeOffset TimeNow => _now + _stepped;

    public override TimeSpan MonotonicClock => _now - Start;

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <summary>Moves time to the next item and runs it; returns false if none falls due by <paramref name="limit"/>, and time then stops
    /// there.</summary>
    public bool RunNext(DateTimeOffset limit)
    {
        (Action Run, ICancelable? Cancelable) item;
        lock (_gate)
        {
            if (!_due.TryPeek(out item, out var key) || key.At > limit - _stepped)
            {
                _now = limit - _stepped;
                return false;
            }
            _due.Dequeue();
            if (key.At > _now)
                _now = key.At;
        }
        if (item.Cancelable is not { IsCancellationRequested: true })
            item.Run();
        return true;
    }

    /// <summary>Steps the wall clock, as an operator or a time server does; what was scheduled still falls due after the same
    /// span.</summary>
    public void Step(TimeSpan by) => _stepped += by;

    /// <summary>Sets the clock of a system that has only just started.</summary>
    public void JumpTo(DateTimeOffset instant) => _now = instant;

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable) =>
        Add(delay, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message,
        IActorRef sender, ICancelable cancelable) =>
        Repeat(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(delay, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Repeat(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action,
        ICancelable cancelable) =>
        Repeat(initialDelay, interval, action.Run, cancelable);

    private void Repeat(TimeSpan delay, TimeSpan interval, Action run, ICancelable? cancelable) => Add(
        delay,
        () =>
        {
            run();
            Repeat(interval, interval, run, cancelable);
        },
        cancelable);

    private void Add(TimeSpan delay, Action run, ICancelable? cancelable)
    {
        lock (_gate)
            _due.Enqueue((run, cancelable), (_now + delay, _order++));
    }
}
