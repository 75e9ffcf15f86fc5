using System.Buffers;

namespace Sidecar.Domain.Usage;

/// <summary>Replaces the events of a stream by others.</summary>
internal interface IEventRewriter : IDisposable
{
    /// <summary>Events written so far.</summary>
    long Written { get; }

    /// <summary>The answer is complete: whatever the upstream still sends changes nothing.</summary>
    bool IsOver { get; }

    /// <summary>Something came that it cannot rewrite: the stream counts as broken off.</summary>
    bool IsLost { get; }

    /// <summary>Takes one whole event, including field names and line ends.</summary>
    /// <param name="usage">It has already seen the event.</param>
    void Rewrite(ReadOnlySpan<byte> @event, IUsageScanner usage, IBufferWriter<byte> output);

    /// <summary>The upstream's stream has ended. False: it ended without a proper end, and none was written.</summary>
    bool TryComplete(IUsageScanner usage, IBufferWriter<byte> output);
}
