namespace Sidecar.Domain.Wire;

/// <summary>What a body is, whatever its label says.</summary>
public enum BodyKind
{
    /// <summary>Too few bytes have come to tell.</summary>
    Undecided,

    /// <summary>Server-sent events.</summary>
    Events,

    Json,

    Other,
}

/// <summary>
/// Tells what an answer is by its label and its beginning: providers send events labelled as JSON, as text or not at all, and errors
/// labelled as events.
/// </summary>
public static class BodyKinds
{
    private const string EventStream = "text/event-stream";

    /// <summary>By the label alone.</summary>
    public static BodyKind OfLabel(ReadOnlySpan<char> contentType)
    {
        contentType = contentType.Trim();
        if (contentType.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase))
            return BodyKind.Events;
        return contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? BodyKind.Json : BodyKind.Other;
    }

    /// <summary>
    /// By its beginning, after a byte order mark and white space: a brace or bracket means JSON, the name of a field or a comment means
    /// an event.
    /// </summary>
    public static BodyKind OfBeginning(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(JsonStart.ByteOrderMark))
            body = body[JsonStart.ByteOrderMark.Length..];
        body = body[JsonStart.WhiteSpace(body)..];
        if (body.IsEmpty)
            return BodyKind.Undecided;
        return body[0] switch
        {
            (byte)'{' or (byte)'[' => BodyKind.Json,
            (byte)':' => BodyKind.Events,
            (byte)'d' => OfField(body, "data:"u8),
            (byte)'e' => OfField(body, "event:"u8),
            (byte)'i' => OfField(body, "id:"u8),
            (byte)'r' => OfField(body, "retry:"u8),
            _ => BodyKind.Other,
        };
    }

    private static BodyKind OfField(ReadOnlySpan<byte> body, ReadOnlySpan<byte> field)
    {
        if (body.Length < field.Length)
            return field.StartsWith(body) ? BodyKind.Undecided : BodyKind.Other;
        return body.StartsWith(field) ? BodyKind.Events : BodyKind.Other;
    }
}
