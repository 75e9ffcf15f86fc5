using System.Diagnostics;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Generators;

/// <summary>Many streams at once, each read to its end and compared; the next one follows on the same connection.</summary>
internal static class PacedStreams
{
    public static async Task<PacedResult> RunAsync(Uri address, int streams, int events, int gapMs, TimeSpan duration)
    {
        var request = Requests.Stream($"events={events}&gap={gapMs}&stamp=1");
        var inTurn = Math.Max(1, (int)Math.Round(duration.TotalMilliseconds / (events * Math.Max(1, gapMs))));
        var delays = new Latencies(streams * events * inTurn);
        long arrived = 0, intact = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, streams).Select(async i =>
        {
            // Their starts are spread over one gap, because agents do not start in step.
            await Task.Run(() => PreciseSleep.Until(start + (long)i * gapMs * Stopwatch.Frequency / 1000 / streams));
            using var connection = await ClientConnection.OpenAsync(address);
            for (var turn = 0; turn < inTurn; turn++)
            {
                var reader = new EventReader(events, delays);
                var status = await connection.SendAsync(request, reader);
                Interlocked.Add(ref arrived, reader.Count);
                if (status is 200 && reader.IsIntact)
                    Interlocked.Increment(ref intact);
                if (status is 0)
                    return;
            }
        }));
        var all = (long)streams * inTurn;
        return new PacedResult(new LoadResult(arrived, all - intact, Stopwatch.GetElapsedTime(start)), all, intact, delays);
    }
}

/// <summary>The result of streams.</summary>
/// <param name="Load">Counts events as units, and streams that were not intact as failures.</param>
/// <param name="Delays">The times from sending an event upstream to its arrival here.</param>
internal sealed record PacedResult(LoadResult Load, long Streams, long Intact, Latencies Delays);
