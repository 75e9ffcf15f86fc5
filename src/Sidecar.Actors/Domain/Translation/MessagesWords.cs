using System.Buffers;
using System.Buffers.Text;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Translation;

/// <summary>What both forms of an Anthropic message share: the stop reason and the usage.</summary>
internal static class MessagesWords
{
    /// <param name="finish">Chat's finish reason.</param>
    /// <param name="hasTools">A tool was called, whatever the finish reason says.</param>
    /// <param name="hasRefusal">The model refused.</param>
    /// <param name="isStopText">The server told at which stop text the model ended.</param>
    public static ReadOnlySpan<byte> StopReason(ReadOnlySpan<byte> finish, bool hasTools, bool hasRefusal, bool isStopText)
    {
        if (finish.SequenceEqual("length"u8))
            return "max_tokens"u8;
        if (finish.SequenceEqual("content_filter"u8) || hasRefusal)
            return "refusal"u8;
        if (hasTools)
            return "tool_use"u8;
        return isStopText ? "stop_sequence"u8 : "end_turn"u8;
    }

    /// <summary>Anthropic's input count excludes tokens read from or written to a cache.</summary>
    public static void WriteUsage(IBufferWriter<byte> output, TokenUsage usage)
    {
        var (read, write) = (usage.Cached ?? 0, usage.CacheWrite ?? 0);
        output.Write("{\"input_tokens\":"u8);
        WriteNumber(output, Math.Max(0, (usage.Prompt ?? 0) - read - write));
        output.Write(",\"cache_creation_input_tokens\":"u8);
        WriteNumber(output, write);
        output.Write(",\"cache_read_input_tokens\":"u8);
        WriteNumber(output, read);
        output.Write(",\"output_tokens\":"u8);
        WriteNumber(output, usage.Completion ?? 0);
        output.Write("}"u8);
    }

    public static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written);
        output.Advance(written);
    }
}
