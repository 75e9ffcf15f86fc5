using System.Diagnostics;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Upstream;

/// <summary>One thread that sends every stream its next event when it is due; otherwise 10,000 events a second would need 10,000
/// timers.</summary>
internal sealed class Pacer
{
    // A new stream is due after its gap; with a shorter gap than this it may start late.
    private static readonly long LongestSleep = Stopwatch.Frequency / 1000;

    private readonly PriorityQueue<PacedStream, long> _due = new();

    public Pacer() => new Thread(Run) { IsBackground = true, Name = "pacer" }.Start();

    public void Add(PacedStream stream, long due)
    {
        lock (_due)
        {
            _due.Enqueue(stream, due);
            Monitor.Pulse(_due);
        }
    }

    private void Run()
    {
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            var (stream, due) = TakeDue(now);
            if (stream is not null)
                _ = stream.StepAsync();
            else
                PreciseSleep.Until(Math.Min(due, now + LongestSleep));
        }
    }

    private (PacedStream? Stream, long Due) TakeDue(long now)
    {
        lock (_due)
        {
            PacedStream? stream;
            long due;
            while (!_due.TryPeek(out stream, out due))
                Monitor.Wait(_due);
            return due > now ? (null, due) : (_due.Dequeue(), due);
        }
    }
}
