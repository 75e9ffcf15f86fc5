using System.Diagnostics;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Generators;

/// <summary>Connections that each have one request out at a time: does what wrk does, where wrk is missing.</summary>
internal static class ClosedLoop
{
    public static async Task<LoadResult> RunAsync(Uri address, byte[] request, int connections, TimeSpan duration)
    {
        long requests = 0, failures = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await ClientConnection.OpenAsync(address);
            while (watch.Elapsed < duration)
            {
                var status = await connection.SendAsync(request);
                Interlocked.Increment(ref requests);
                if (status is not 200)
                    Interlocked.Increment(ref failures);
                if (status is 0)
                    return;
            }
        }));
        return new LoadResult(requests, failures, watch.Elapsed);
    }
}
