using System.Diagnostics;
using System.Net.Sockets;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Upstream;

/// <summary>A stream of events sent a fixed time apart, each numbered and, if asked for, stamped with the time of sending.</summary>
internal sealed class PacedStream(Socket socket, Pacer pacer, int events, TimeSpan gap, bool stamped)
{
    private readonly TaskCompletionSource<bool> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _chunk = EventText.NewChunk();
    private readonly long _gap = (long)(gap.TotalSeconds * Stopwatch.Frequency);
    private long _due = Stopwatch.GetTimestamp();
    private int _number;

    /// <summary>Sends the first event now and the others when they are due; returns false when the reader has gone.</summary>
    public Task<bool> RunAsync()
    {
        _ = StepAsync();
        return _sent.Task;
    }

    public async Task StepAsync()
    {
        try
        {
            EventText.Number(_chunk, _number, stamped ? Stopwatch.GetTimestamp() : 0);
            await socket.SendAsync(_chunk, SocketFlags.None);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _sent.TrySetResult(false);
            return;
        }
        if (++_number == events)
            _sent.TrySetResult(true);
        else
            pacer.Add(this, _due += _gap);
    }
}
