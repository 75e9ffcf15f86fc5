using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Sidecar.Load.Wire;

/// <summary>The events of the upstream's streams, all of the same length, so that both ends know where an event's number and its time of
/// sending are.</summary>
internal static class EventText
{
    private const int NumberDigits = 6;
    private const int StampDigits = 19;
    private const string NumberField = "\"number\":\"";
    private const string StampField = "\"stamp\":\"";

    private static readonly string Text =
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\"," + NumberField + new string('0', NumberDigits) + "\"," + StampField
            + new string('0', StampDigits)
        + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + new string('x', 50) + "\"}}]}\n\n";

    private static readonly int NumberAt = Text.IndexOf(NumberField, StringComparison.Ordinal) + NumberField.Length;
    private static readonly int StampAt = Text.IndexOf(StampField, StringComparison.Ordinal) + StampField.Length;
    private static readonly string ChunkHead = $"{Text.Length:x}\r\n";

    /// <summary>One event as it appears in a body.</summary>
    public static readonly byte[] Event = Encoding.ASCII.GetBytes(Text);

    /// <summary>What follows the last event of a stream.</summary>
    public static readonly byte[] Last = Encoding.ASCII.GetBytes(
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":100,\"total_tokens\":109}}\n\ndata: [DONE]\n\n");

    /// <summary>One event in a chunk of its own, without a number.</summary>
    public static byte[] NewChunk() => Encoding.ASCII.GetBytes(ChunkHead + Text + "\r\n");

    /// <summary>The last chunk and the end of the body.</summary>
    public static byte[] NewEnd() => Encoding.ASCII.GetBytes($"{Last.Length:x}\r\n{Encoding.ASCII.GetString(Last)}\r\n0\r\n\r\n");

    public static void Number(byte[] chunk, int number, long stamp)
    {
        var text = chunk.AsSpan(ChunkHead.Length);
        Utf8Formatter.TryFormat(number, text[NumberAt..], out _, new StandardFormat('D', NumberDigits));
        Utf8Formatter.TryFormat(stamp, text[StampAt..], out _, new StandardFormat('D', StampDigits));
    }

    /// <summary>Whether these bytes are event <paramref name="number"/>, whatever its stamp; and the stamp, which is 0 if the upstream was
    /// not asked for one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int number, out long stamp)
    {
        stamp = 0;
        return text.Length == Event.Length
            && text[..NumberAt].SequenceEqual(Event.AsSpan(0, NumberAt))
            && Utf8Parser.TryParse(text.Slice(NumberAt, NumberDigits), out int found, out _) && found == number
            && text[(NumberAt + NumberDigits)..StampAt].SequenceEqual(Event.AsSpan()[(NumberAt + NumberDigits)..StampAt])
            && Utf8Parser.TryParse(text.Slice(StampAt, StampDigits), out stamp, out _)
            && text[(StampAt + StampDigits)..].SequenceEqual(Event.AsSpan(StampAt + StampDigits));
    }
}
