using System.Text.Json;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Journal;

/// <summary>Reads an event's fields from its JSON object. Unknown fields, written by a later version, are skipped; a null field counts as
/// absent.</summary>
internal static class EventFieldsReader
{
    private static readonly LearnedLimit NoLimit = new(default, 0, []);

    public static EventFields Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException("not a JSON object");
        var fields = new EventFields();
        while (NextField(ref reader) is { } name)
            fields = name switch
            {
                EventNames.At => fields with { At = reader.GetDateTimeOffset() },
                EventNames.Model => fields with { Model = reader.GetString() },
                EventNames.Reason => fields with { Reason = CooldownReasonNames.FromWire(reader.GetString()!) },
                EventNames.Until => fields with { Until = reader.GetDateTimeOffset() },
                EventNames.Streak => fields with { Streak = reader.GetInt32() },
                EventNames.Failures => fields with { Failures = reader.GetInt32() },
                EventNames.Measure =>
                    fields with
                    {
                        Limit = LimitOf(fields)
                    with
                        { Kind = LimitOf(fields).Kind with { Measure = LimitMeasureNames.FromWire(reader.GetString()!) } }
                    },
                EventNames.WindowMs =>
                    fields with
                    {
                        Limit = LimitOf(fields)
                    with
                        { Kind = LimitOf(fields).Kind with { Window = TimeSpan.FromMilliseconds(reader.GetInt64()) } }
                    },
                EventNames.Number => fields with { Limit = LimitOf(fields) with { Number = reader.GetInt64() } },
                EventNames.Refusals => fields with { Limit = LimitOf(fields) with { Refusals = ReadInstants(ref reader) } },
                EventNames.Activations => fields with { Activations = reader.GetInt32() },
                EventNames.ByOperator => fields with { ByOperator = reader.GetBoolean() },
                EventNames.Cause => fields with { Cause = ReadCause(ref reader) },
                _ => Skip(ref reader, fields),
            };
        return fields;
    }

    /// <summary>Reads only the event's own instant, whatever else the object contains.</summary>
    public static DateTimeOffset? ReadInstant(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (NextField(ref reader) is { } name)
        {
            if (name == EventNames.At)
                return reader.GetDateTimeOffset();
            reader.Skip();
        }
        return null;
    }

    private static LearnedLimit LimitOf(EventFields fields) => fields.Limit ?? NoLimit;

    private static List<DateTimeOffset> ReadInstants(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new InvalidDataException("the field 'refusals' is not an array");
        var instants = new List<DateTimeOffset>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            instants.Add(reader.GetDateTimeOffset());
        return instants;
    }

    private static Cause ReadCause(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException("the field 'cause' is not an object");
        var cause = new Cause(null);
        while (NextField(ref reader) is { } name)
            cause = name switch
            {
                EventNames.RequestId => cause with { RequestId = reader.GetString() },
                EventNames.Attempt => cause with { Attempt = reader.GetInt32() },
                EventNames.Status => cause with { Status = reader.GetInt32() },
                EventNames.Error => cause with { Error = reader.GetString() },
                EventNames.RetryAfterMs => cause with { RetryAfterMs = reader.GetInt64() },
                EventNames.By => cause with { By = reader.GetString() },
                EventNames.Why => cause with { Why = reader.GetString() },
                _ => Skip(ref reader, cause),
            };
        return cause;
    }

    // Moves the reader to the value of the next field that has one; null at the end of the object.
    private static string? NextField(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
                return name;
        }
        return null;
    }

    private static T Skip<T>(ref Utf8JsonReader reader, T unchanged)
    {
        reader.Skip();
        return unchanged;
    }
}
