using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Relay;

/// <summary>
/// Stands between upstream and client of one stream: counts bytes, reads usage, and lets only whole events through, without the one
/// that only Sidecar asked for; or others in the place of each.
/// </summary>
internal sealed class StreamTap : IDisposable
{
    private readonly bool _countsUsage;
    private readonly SseUsageScanner _usage = new();
    private readonly UsageEventFilter _events;

    public StreamTap(bool hidesUsageEvent, bool countsUsage = true, IEventRewriter? rewriter = null)
    {
        _countsUsage = countsUsage;
        _events = new UsageEventFilter(hidesUsageEvent) { Rewriter = rewriter, Usage = _usage };
    }

    public long Bytes { get; private set; }

    /// <summary>Whole events passed on.</summary>
    public long Events => _events.Passed;

    /// <summary>The client has all that a translated answer says: some hang up then, and do not wait for the end.</summary>
    public bool IsOver => _events.IsOver;

    /// <summary>What came cannot be said in the client's dialect, or ended before it was at an end.</summary>
    public bool IsLost => _events.IsLost;

    /// <summary>What the client has so far ends with an event's end, so that something of ours may follow.</summary>
    public bool IsAtBoundary => !_events.IsMidEvent;

    /// <summary>Takes what the upstream sent and writes what the client is to get.</summary>
    public void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte> client)
    {
        Bytes += bytes.Length;
        if (_countsUsage)
            _usage.Feed(bytes);
        _events.Filter(bytes, client);
    }

    /// <summary>
    /// The upstream is done: what it left without a blank line counts as whole. Not to be called after a loss, when it does not.
    /// </summary>
    public void Complete(IBufferWriter<byte> client) => _events.Complete(client);

    public RelayReport Report(RelayOutcome outcome, string? detail) =>
        new(outcome, _usage.Usage, Bytes, detail) { ErrorEvent = _events.ErrorEvent };

    public void Dispose()
    {
        _usage.Dispose();
        _events.Dispose();
    }
}
