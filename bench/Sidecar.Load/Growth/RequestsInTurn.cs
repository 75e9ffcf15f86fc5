using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Growth;

/// <summary>What plain requests cost when each differs from the last, sent in turn as fast as possible.</summary>
internal static class RequestsInTurn
{
    private const int Connections = 16;
    private const int Warming = 40_000;
    private const int Requested = 40_000;

    /// <summary>CPU per request, in µs.</summary>
    public static async Task<double> CostAsync(Subject subject, byte[][] requests)
    {
        await SendAsync(subject, requests, Warming);
        var before = ProcessAccounts.Cpu(subject.ProcessId);
        await SendAsync(subject, requests, Requested);
        return (ProcessAccounts.Cpu(subject.ProcessId) - before).TotalMicroseconds / Requested;
    }

    private static async Task SendAsync(Subject subject, byte[][] requests, int count)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = await ClientConnection.OpenAsync(subject.Address);
            while (Interlocked.Increment(ref next) is var at && at < count)
                if (await connection.SendAsync(requests[at % requests.Length]) is not 200)
                    throw new InvalidOperationException("a request failed");
        }));
    }
}
