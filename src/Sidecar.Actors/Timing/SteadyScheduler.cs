using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Sidecar.Timing;

/// <summary>Akka's scheduler, except that it shows actors <see cref="SteadyTime"/> instead of the wall clock. Its timers use a monotonic
/// clock anyway.</summary>
internal sealed class SteadyScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log), IDisposable
{
    private readonly HashedWheelTimerScheduler _wheel = new(config, log);

    public override TimeSpan MonotonicClock => _wheel.MonotonicClock;

    public override TimeSpan HighResMonotonicClock => _wheel.HighResMonotonicClock;

    protected override DateTimeOffset TimeNow => SteadyTime.OfProcess.GetUtcNow();

    public void Dispose() => _wheel.Dispose();

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        ((ITellScheduler)_wheel).ScheduleTellOnce(delay, receiver, message, sender, cancelable);

    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message,
        IActorRef sender, ICancelable cancelable) =>
        ((ITellScheduler)_wheel).ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        ((IActionScheduler)_wheel).ScheduleOnce(delay, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        ((IRunnableScheduler)_wheel).ScheduleOnce(delay, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        ((IActionScheduler)_wheel).ScheduleRepeatedly(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        ((IRunnableScheduler)_wheel).ScheduleRepeatedly(initialDelay, interval, action, cancelable);
}
