using System.Text.Json;

namespace Sidecar.Domain.Attempts;

/// <summary>Separates events that only open a stream from those that say something. As long as only opening events came, nothing was
/// answered.</summary>
internal static partial class StreamOpening
{
    /// <summary>Whether the event is a lifecycle event, a ping, the start of a part that is still empty, or a chat chunk with a role and no
    /// content. Anything that is not JSON,
    /// such as <c>[DONE]</c>, says something.</summary>
    /// <param name="data">One event's data.</param>
    public static bool SaysNothingYet(ReadOnlySpan<byte> data)
    {
        try
        {
            return IsOpening(data);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsOpening(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, isFinalBlock: false, default);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        var isOpening = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isChoices = reader.ValueTextEquals("choices"u8);
            var isUsage = reader.ValueTextEquals("usage"u8);
            var isPart = IsPart(ref reader);
            if (!reader.Read())
                return false;
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                if (!StartsPart(ref reader))
                    return IsLifecycle(ref reader);
                isOpening = true;
                continue;
            }
            if (isPart)
            {
                if (!IsEmptyPart(ref reader))
                    return false;
                continue;
            }
            if (isUsage && reader.TokenType == JsonTokenType.StartObject)
                return false;
            if (isChoices && reader.TokenType == JsonTokenType.StartArray)
            {
                if (!AreEmpty(ref reader))
                    return false;
                isOpening = true;
            }
            else if (!reader.TrySkip())
                return false;
        }

        return isOpening;
    }

    private static bool IsLifecycle(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("response.created"u8) || reader.ValueTextEquals("response.queued"u8)
        || reader.ValueTextEquals("response.in_progress"u8) || reader.ValueTextEquals("message_start"u8)
        || reader.ValueTextEquals("ping"u8);

    // Unfinished choices whose deltas hold nothing but a role.
    private static bool AreEmpty(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return false;
            // A choice without a delta comes from the older completions API, which puts the text into the choice itself.
            var hasDelta = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isDelta = reader.ValueTextEquals("delta"u8);
                var isEnd = reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("error"u8);
                hasDelta |= isDelta;
                if (!reader.Read())
                    return false;
                if (isDelta ? !IsRoleAlone(ref reader) : (isEnd && reader.TokenType != JsonTokenType.Null) || !reader.TrySkip())
                    return false;
            }
            if (!hasDelta)
                return false;
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Whether a message or a delta holds a role at most.</summary>
    internal static bool IsRoleAlone(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TokenType == JsonTokenType.Null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            if (!reader.Read())
                return false;
            var isNothing = reader.TokenType == JsonTokenType.Null
                || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
            if (!isRole && !isNothing)
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }
}
