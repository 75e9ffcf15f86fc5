using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Usage;

/// <summary>Reads usage from a stream of server-sent events: chat and completions chunks, responses, Anthropic messages. The last report
/// counts.</summary>
/// <remarks>
/// Data goes through the incremental finder as it comes, so nothing is held back, however long an event is (a <c>response.completed</c>
/// repeats the whole response). Events that arrive whole and do not mention usage, which is nearly all of them,
/// cost one vectorised search.
/// </remarks>
public sealed class SseUsageScanner : IUsageScanner
{
    private readonly UsageFinder _finder = new();
    private SseLineCursor _cursor;
    private SseDataField _field = SseDataField.AtStreamStart;
    private bool _lineHasText;
    private bool _eventHasData;

    public TokenUsage Usage => _finder.Usage;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = _cursor.Next(bytes, out var content, out var ended);
            var line = bytes[..content];
            bytes = bytes[length..];
            var dull = ended && IsDullEvent(line, bytes);
            if (content > 0 && !dull)
                FeedLine(line);
            _lineHasText |= content > 0;
            if (ended)
                EndLine();
        }
    }

    public void Dispose() => _finder.Dispose();

    // The end of an event's only data line: if it does not mention usage, no other piece of the event can.
    private bool IsDullEvent(ReadOnlySpan<byte> line, ReadOnlySpan<byte> rest)
    {
        var isWholeEvent = !_eventHasData && !rest.IsEmpty && (rest[0] == '\n' || rest[0] == '\r');
        return isWholeEvent && line.IndexOf("usage"u8) < 0;
    }

    private void FeedLine(ReadOnlySpan<byte> piece)
    {
        var data = _field.Take(piece);
        if (data.IsEmpty)
            return;
        _eventHasData = true;
        _finder.Feed(data);
    }

    private void EndLine()
    {
        if (!_lineHasText)
        {
            _finder.StartDocument();
            _eventHasData = false;
        }

        _lineHasText = false;
        _field = SseDataField.AtLineStart;
    }
}
