using System.Buffers;

namespace Sidecar.Domain.Wire;

/// <summary>Reads what an answer's body says of its own fate, from its first bytes. Only top-level fields count: what a model wrote is never looked at.</summary>
public static class AnswerSignals
{
    /// <summary>An answer that is one JSON document, possibly cut.</summary>
    /// <remarks>A document that holds a result (<c>choices</c>, <c>data</c>, <c>output</c>, <c>content</c>, an <c>object</c> label) is one, whatever else it says: a stored job may well carry the error it ended in.</remarks>
    public static AnswerSignal ReadJson(ReadOnlySpan<byte> peeked)
    {
        var fields = AnswerFields.Read(peeked);
        if (fields.HasResult)
            return AnswerSignal.None;
        return fields.ErrorSays ?? fields.NumberSays ?? AnswerSignal.None;
    }

    /// <summary>The first event of a stream that carries data; comments before it are passed over, and it may lack its end.</summary>
    /// <remarks>A stream that begins with an error is one even beside empty <c>choices</c>. If it names no known cause it counts as a rate limit, which is what providers most often fail to say by status.</remarks>
    public static AnswerSignal ReadFirstEvent(ReadOnlySpan<byte> peeked)
    {
        using var first = SseEventData.ReadFirst(peeked);
        var fields = AnswerFields.Read(first.Data);
        if (fields.IsError || first.IsNamed("error"u8))
            return fields.ErrorSays ?? fields.NumberSays ?? AnswerSignal.RateLimited;
        return fields.HasResult ? AnswerSignal.None : fields.NumberSays ?? AnswerSignal.None;
    }
}
