using System.Buffers;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>Translates a chat API's answer into the client's dialect.</summary>
internal static class AnswerTranslation
{
    /// <summary>For a stream of events.</summary>
    public static IEventRewriter Events(Translations translation, AnswerFacts facts) => EventsOf(translation, facts);

    /// <summary>Writes a whole answer for a request that is not streamed. False: it is not a chat answer, and the output is
    /// useless.</summary>
    public static bool TryWrite(
        Translations translation, AnswerFacts facts, ReadOnlySpan<byte> json, IUsageScanner usage, IBufferWriter<byte> output) =>
        translation == Translations.MessagesToChat
            ? new MessagesDocument(facts, output).TryWrite(json, usage.Usage)
            : ResponsesEvents.TryWriteDocument(facts, json, usage, output);

    /// <summary>Writes a whole answer as a stream of one event, for a client that asked for a stream, so that it can be treated like
    /// one.</summary>
    public static void WriteAsStream(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        // Line breaks occur only between members: inside a text they are escaped.
        var line = output.GetSpan(json.Length);
        json.CopyTo(line);
        line[..json.Length].Replace((byte)'\n', (byte)' ');
        line[..json.Length].Replace((byte)'\r', (byte)' ');
        output.Advance(json.Length);
        output.Write("\n\n"u8);
    }

    /// <summary>Translates an answer with a status of 400 or more.</summary>
    /// <param name="body">The body as received: JSON of any form, or text.</param>
    public static byte[] Error(Translations translation, AnswerFacts facts, int status, ReadOnlySpan<byte> body) =>
        ToldError.Read(body, status).ToJson(DialectOf(translation), facts.RequestId);

    private static ChatEvents EventsOf(Translations translation, AnswerFacts facts) =>
        translation == Translations.MessagesToChat ? new MessagesEvents(facts) : new ResponsesEvents(facts);

    private static ClientDialect DialectOf(Translations translation) =>
        translation == Translations.MessagesToChat ? ClientDialect.Messages : ClientDialect.Responses;
}
