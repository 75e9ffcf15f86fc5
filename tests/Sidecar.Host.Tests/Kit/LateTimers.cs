namespace Sidecar.Host.Tests.Kit;

/// <summary>Timers that fire when the test says, even after they were disposed; a real timer can do so if it was already firing.</summary>
internal sealed class LateTimers : TimeProvider
{
    private readonly List<Action> _callbacks = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _callbacks.Add(() => callback(state));
        return new Timer();
    }

    /// <summary>Fires all timers and returns how many there were; throws what they throw.</summary>
    public int FireAll()
    {
        _callbacks.ForEach(fire => fire());
        return _callbacks.Count;
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
