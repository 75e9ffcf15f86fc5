using System.Buffers;

namespace Sidecar.Domain.Translation;

/// <summary>A part of an answer that arrived while another was still open; it is written after that one has ended.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Tool">For a tool call: its position among the calls.</param>
internal sealed record WaitingBlock(BlockKind Kind, int Tool, byte[] Id, byte[] Name)
{
    public ArrayBufferWriter<byte> Text { get; } = new();
}
