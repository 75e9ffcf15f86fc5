using System.Buffers;

namespace Sidecar.Domain.Usage;

/// <summary>Writes other events in the place of those of a stream.</summary>
internal interface IEventRewriter : IDisposable
{
    /// <summary>Events written so far.</summary>
    long Written { get; }

    /// <summary>Everything was said that there is to say: what the upstream still sends changes nothing.</summary>
    bool IsOver { get; }

    /// <summary>What came is nothing that it can rewrite: the stream is as good as broken off.</summary>
    bool IsLost { get; }

    /// <summary>Takes one whole event, its fields and line ends included.</summary>
    /// <param name="usage">Has seen the event already.</param>
    void Rewrite(ReadOnlySpan<byte> @event, IUsageScanner usage, IBufferWriter<byte> output);

    /// <summary>The upstream is done. False: it ended before it had said so, and nothing was written to say otherwise.</summary>
    bool TryComplete(IUsageScanner usage, IBufferWriter<byte> output);
}
