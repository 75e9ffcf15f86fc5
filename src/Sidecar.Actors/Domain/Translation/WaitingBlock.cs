using System.Buffers;

namespace Sidecar.Domain.Translation;

/// <summary>A part of an answer that came while another one was still open: it follows when that one has ended.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tool">Of a tool call: its place among the calls.</param>
internal sealed record WaitingBlock(BlockKind Kind, int Tool, byte[] Id, byte[] Name)
{
    public ArrayBufferWriter<byte> Text { get; } = new();
}
