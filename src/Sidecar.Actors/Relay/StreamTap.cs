using System.Buffers;
using Sidecar.Domain.Usage;

namespace Sidecar.Relay;

/// <summary>Stands between upstream and client of one stream: counts bytes, reads usage, takes out the event that only Sidecar asked for, and knows whether an event is unfinished.</summary>
internal sealed class StreamTap(bool hidesUsageEvent) : IDisposable
{
    private readonly SseUsageScanner _usage = new();
    private readonly UsageEventFilter? _filter = hidesUsageEvent ? new UsageEventFilter() : null;
    private int _newlines = 2;

    public long Bytes { get; private set; }

    /// <summary>Everything so far ended with a blank line, so that something of ours may follow.</summary>
    public bool IsAtBoundary => _newlines >= 2;

    /// <summary>Takes what the upstream sent and writes what the client is to get.</summary>
    public void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte> client)
    {
        Bytes += bytes.Length;
        _usage.Feed(bytes);
        FollowLines(bytes);
        if (_filter is null)
            client.Write(bytes);
        else
            _filter.Filter(bytes, client);
    }

    /// <summary>Releases what was held back.</summary>
    public void Complete(IBufferWriter<byte> client) => _filter?.Complete(client);

    public RelayReport Report(RelayOutcome outcome, string? detail) => new(outcome, _usage.Usage, Bytes, detail);

    public void Dispose()
    {
        _usage.Dispose();
        _filter?.Dispose();
    }

    private void FollowLines(ReadOnlySpan<byte> bytes)
    {
        // Only the tail decides; carriage returns are part of a line's end and no content.
        for (var i = Math.Max(0, bytes.Length - 4); i < bytes.Length; i++)
            _newlines = bytes[i] == '\n' ? _newlines + 1 : bytes[i] == '\r' ? _newlines : 0;
    }
}
