using System.Collections.Concurrent;
using System.Diagnostics;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Generators;

/// <summary>Requests at a fixed rate, whether or not earlier ones have been answered; latency counts from the instant at which a request
/// was due, so a stall is not hidden.</summary>
internal static class OpenLoop
{
    private const int OpenAtStart = 32;

    public static async Task<(LoadResult Load, Latencies Latencies)> RunAsync(Uri address, byte[] request, int perSecond, TimeSpan duration)
    {
        var idle = new ConcurrentStack<ClientConnection>();
        for (var i = 0; i < OpenAtStart; i++)
            idle.Push(await ClientConnection.OpenAsync(address));
        var count = (int)(perSecond * duration.TotalSeconds);
        var latencies = new Latencies(count);
        var answered = new CountdownEvent(count);
        long failures = 0;
        var start = Stopwatch.GetTimestamp();
        // Runs on a thread of its own, because the schedule must not wait for a thread pool that is busy with answers.
        var sender = new Thread(() =>
        {
            for (var i = 0; i < count; i++)
            {
                var due = start + (long)i * Stopwatch.Frequency / perSecond;
                while (Stopwatch.GetTimestamp() < due)
                    PreciseSleep.Until(due);
                _ = OnceAsync(due);
            }
        });
        sender.Start();
        await Task.Run(() => answered.Wait(duration + TimeSpan.FromSeconds(20)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        foreach (var connection in idle)
            connection.Dispose();
        return (new LoadResult(count, failures + answered.CurrentCount, elapsed), latencies);

        async Task OnceAsync(long due)
        {
            var connection = idle.TryPop(out var free) ? free : await ClientConnection.OpenAsync(address);
            var status = await connection.SendAsync(request);
            latencies.Add(Stopwatch.GetTimestamp() - due);
            if (status is not 200)
                Interlocked.Increment(ref failures);
            if (status is 0)
                connection.Dispose();
            else
                idle.Push(connection);
            answered.Signal();
        }
    }
}
