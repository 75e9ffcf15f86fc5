using System.Buffers;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Usage;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Translates a chat API's answer to the client's dialect, before it counts as successful.</summary>
internal static class TranslatedAttempt
{
    // For an answer that is not streamed: far more than a model writes at once.
    private const int LongestDocument = 64 * 1024 * 1024;

    /// <param name="call">The call with the client's own request.</param>
    /// <param name="answer">Disposed if it cannot be translated.</param>
    /// <param name="timer">The attempt's timer.</param>
    public static async Task<UpstreamReply> ReadAsync(UpstreamCall call, HttpUpstreamAnswer answer, AttemptTimer timer)
    {
        var carried = call.Request.Translated!.Carried;
        var facts = new AnswerFacts(call.Request.Id, call.Request.Envelope.Model, carried.ShowsReasoning, carried.Namespaces,
            carried.FreeTools)
        {
            AskedAt = call.Request.ArrivedAt.ToUnixTimeSeconds(),
        };
        var how = call.Request.Ask.Translation;
        if (answer.Status >= 400)
            return new TranslatedAnswer(answer, new TranslatedBody(how, null,
                AnswerTranslation.Error(how, facts, answer.Status, answer.Peeked.Span)), null, isStream: false);
        if (answer.IsEventStream)
            return new TranslatedAnswer(answer, new TranslatedBody(how, AnswerTranslation.Events(how, facts)), null, isStream: true);
        if (await ReadWholeAsync(call, answer, timer) is not { } whole)
            return Lost(answer);
        using var usage = new JsonUsageScanner();
        usage.Feed(whole.Memory.Span);
        var document = new ArrayBufferWriter<byte>(whole.Length + 1024);
        if (!AnswerTranslation.TryWrite(how, facts, whole.Memory.Span, usage, document))
        {
            whole.Release();
            return Lost(answer);
        }
        return call.Request.Envelope.Stream ? AsStream(call, answer, whole, facts)
            : new TranslatedAnswer(answer, new TranslatedBody(how, null, document.WrittenMemory), whole, isStream: false);
    }

    private static TranslatedAnswer AsStream(UpstreamCall call, HttpUpstreamAnswer answer, PooledBody whole, AnswerFacts facts)
    {
        var writer = new PooledBodyWriter(whole.Length + 16);
        AnswerTranslation.WriteAsStream(whole.Memory.Span, writer);
        whole.Release();
        var how = call.Request.Ask.Translation;
        return new TranslatedAnswer(answer, new TranslatedBody(how, AnswerTranslation.Events(how, facts)), writer.ToBody(), isStream: true);
    }

    private static async Task<PooledBody?> ReadWholeAsync(UpstreamCall call, HttpUpstreamAnswer answer, AttemptTimer timer)
    {
        var writer = new PooledBodyWriter(Math.Max(4096, answer.Peeked.Length * 2));
        writer.Write(answer.Peeked.Span);
        var patience = new AttemptPatience(call.Backend.Timeout, "timeout", IsBounded: false);
        try
        {
            while (!answer.IsWhole)
            {
                timer.Restart(patience, Timeout.InfiniteTimeSpan);
                var read = await answer.Body.ReadAsync(writer.GetMemory(4096), timer.Token);
                if (read == 0)
                    break;
                writer.Advance(read);
                if (writer.Length > LongestDocument)
                {
                    writer.ToBody().Release();
                    return null;
                }
            }
            return writer.ToBody();
        }
        catch
        {
            writer.ToBody().Release();
            throw;
        }
    }

    private static UpstreamFailure Lost(HttpUpstreamAnswer answer)
    {
        answer.Dispose();
        return new UpstreamFailure(UpstreamError.BodyInterrupted, "its answer is not a chat completion, so it cannot be translated");
    }
}
