using System.Buffers;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>Says what a chat API answered in the dialect of the client.</summary>
internal static class AnswerTranslation
{
    /// <summary>For a stream of events.</summary>
    public static IEventRewriter Events(Translations translation, AnswerFacts facts) => EventsOf(translation, facts);

    /// <summary>Writes a whole answer as one that is no stream. False: it is no chat answer, and what was written is of no use.</summary>
    public static bool TryWrite(
        Translations translation, AnswerFacts facts, ReadOnlySpan<byte> json, IUsageScanner usage, IBufferWriter<byte> output) =>
        translation == Translations.MessagesToChat
            ? new MessagesDocument(facts, output).TryWrite(json, usage.Usage)
            : ResponsesEvents.TryWriteDocument(facts, json, usage, output);

    /// <summary>A whole answer as the one event of a stream, for a client that asked for one: what is done to streams can be done to
    /// it.</summary>
    public static void WriteAsStream(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        // Line ends stand between the members only: within a text they are escaped.
        var line = output.GetSpan(json.Length);
        json.CopyTo(line);
        line[..json.Length].Replace((byte)'\n', (byte)' ');
        line[..json.Length].Replace((byte)'\r', (byte)' ');
        output.Advance(json.Length);
        output.Write("\n\n"u8);
    }

    /// <summary>An answer of 400 and more.</summary>
    /// <param name="body">As it came: JSON of any form, or a text.</param>
    public static byte[] Error(Translations translation, AnswerFacts facts, int status, ReadOnlySpan<byte> body) =>
        ToldError.Read(body, status).ToJson(DialectOf(translation), facts.RequestId);

    private static ChatEvents EventsOf(Translations translation, AnswerFacts facts) =>
        translation == Translations.MessagesToChat ? new MessagesEvents(facts) : new ResponsesEvents(facts);

    private static ClientDialect DialectOf(Translations translation) =>
        translation == Translations.MessagesToChat ? ClientDialect.Messages : ClientDialect.Responses;
}
