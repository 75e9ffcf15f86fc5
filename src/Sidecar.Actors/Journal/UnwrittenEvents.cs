namespace Sidecar.Journal;

/// <summary>Knows which backends have events that are not on disk yet, so that an answer can wait for the events before it.</summary>
public sealed class UnwrittenEvents
{
    private readonly Lock _lock = new();
    private readonly List<Mark> _behind = [];
    private readonly List<Waiter> _waiters = [];
    private volatile bool _any;

    /// <summary>Whether there are such events; costs only a read.</summary>
    public bool Any => _any;

    /// <summary>Completes when all events so far are on disk, or when <paramref name="bound"/> has passed.</summary>
    public async Task WhenWritten(TimeSpan bound, TimeProvider time)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_behind.Count == 0)
                return;
            waiter = new Waiter([.. _behind.Select(mark => (mark, mark.Last))]);
            _waiters.Add(waiter);
        }
        await ((Task)waiter.Written.Task.WaitAsync(bound, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
            _waiters.Remove(waiter);
    }

    internal Mark NewMark() => new(this);

    /// <summary>How far one owner of events has come.</summary>
    internal sealed class Mark(UnwrittenEvents all)
    {
        public long Last { get; private set; }

        public long LastWritten { get; private set; }

        public void Sent(long number)
        {
            lock (all._lock)
            {
                Last = number;
                if (!all._behind.Contains(this))
                    all._behind.Add(this);
                all._any = true;
            }
        }

        public void Written(long upTo)
        {
            lock (all._lock)
            {
                LastWritten = Math.Max(LastWritten, upTo);
                if (LastWritten >= Last)
                    all._behind.Remove(this);
                all._any = all._behind.Count > 0;
                foreach (var waiter in all._waiters)
                    waiter.Look();
            }
        }
    }

    private sealed class Waiter(List<(Mark Mark, long Number)> events)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Look()
        {
            events.RemoveAll(static awaited => awaited.Mark.LastWritten >= awaited.Number);
            if (events.Count == 0)
                Written.TrySetResult();
        }
    }
}
