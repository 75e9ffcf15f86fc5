using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Usage;

namespace Sidecar.Relay;

/// <summary>
/// Processes a stream between upstream and client: counts bytes, reads usage, and passes on only whole events, without the one that only
/// Sidecar asked for, or replaces each event.
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

    /// <summary>The number of whole events passed on.</summary>
    public long Events => _events.Passed;

    /// <summary>The client has the whole translated answer: some clients hang up then and do not wait for the end.</summary>
    public bool IsOver => _events.IsOver;

    /// <summary>The upstream's events cannot be translated, or ended too early.</summary>
    public bool IsLost => _events.IsLost;

    /// <summary>The client's data so far end with a whole event, so that an event from Sidecar may follow.</summary>
    public bool IsAtBoundary => !_events.IsMidEvent;

    /// <summary>Takes bytes from the upstream and writes those for the client.</summary>
    public void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte> client)
    {
        Bytes += bytes.Length;
        if (_countsUsage)
            _usage.Feed(bytes);
        _events.Filter(bytes, client);
    }

    /// <summary>
    /// The upstream's stream has ended: a last event without a blank line counts as whole. Not to be called if the stream broke off.
    /// </summary>
    public void Complete(IBufferWriter<byte> client) => _events.Complete(client);

    public RelayReport Report(RelayOutcome outcome, string? detail) =>
        new(outcome, _usage.Usage, Bytes, detail) { LaterError = _events.ErrorEvent };

    public void Dispose()
    {
        _usage.Dispose();
        _events.Dispose();
    }
}
