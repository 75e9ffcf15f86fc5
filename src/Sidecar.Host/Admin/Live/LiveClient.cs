using System.IO.Pipelines;
using Sidecar.Host.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>The connection of one subscriber: what was sent when, and whether it still reads.</summary>
internal sealed class LiveClient(PipeWriter output, TimeProvider time) : IDisposable
{
    /// <summary>After this much silence a comment is sent, so that proxies do not close the connection.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>How long a subscriber may read nothing before it is disconnected. It loses nothing: it reconnects with the last id it has
    /// seen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const long NotSending = long.MinValue;

    private readonly EventFrames _frames = new();
    private long _sendingSince = NotSending;
    private long _sentAt = time.GetTimestamp();
    private bool _hasUnsent;

    public bool IsStalled => Volatile.Read(ref _sendingSince) is var since && since != NotSending && time.GetElapsedTime(since) >= Patience;

    public void Begin(long after)
    {
        EventFrames.Begin(output, after);
        _hasUnsent = true;
    }

    public void Add(AuditEvent stored)
    {
        _frames.Event(output, stored);
        _hasUnsent = true;
    }

    public void Add(List<FinishedWalk> walks, long leftOut)
    {
        foreach (var walk in walks)
            _frames.Walk(output, walk);
        if (leftOut > 0)
            _frames.WalksLeftOut(output, leftOut);
        _hasUnsent |= walks.Count > 0 || leftOut > 0;
    }

    /// <summary>Sends what was added, or a comment if nothing was sent for long. Waits for a slow subscriber; false if it is
    /// gone.</summary>
    public async ValueTask<bool> SendAsync(CancellationToken cancellation)
    {
        if (!_hasUnsent)
        {
            if (time.GetElapsedTime(_sentAt) < KeepAlive)
                return true;
            EventFrames.KeepAlive(output);
        }
        (_sentAt, _hasUnsent) = (time.GetTimestamp(), false);
        Volatile.Write(ref _sendingSince, _sentAt);
        var sent = await output.FlushAsync(cancellation);
        Volatile.Write(ref _sendingSince, NotSending);
        return !sent.IsCompleted && !sent.IsCanceled;
    }

    public void Dispose() => _frames.Dispose();
}
