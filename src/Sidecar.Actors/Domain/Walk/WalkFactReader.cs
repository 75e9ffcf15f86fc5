using System.Text.Json;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>Reads a walk's stored facts. Fields and kinds of later versions are kept or skipped and are never an error.</summary>
public static class WalkFactReader
{
    /// <summary>Reads facts in either of the two stored forms. Throws <see cref="InvalidDataException"/> if the bytes are not a walk's
    /// facts.</summary>
    /// <param name="stored">The bytes.</param>
    /// <param name="requestId">The id of the row that holds them.</param>
    /// <param name="nameOf">The text of a stored number; null if there are no numbered texts.</param>
    public static IReadOnlyList<StoredFact> Read(ReadOnlySpan<byte> stored, string requestId = "", Func<long, string?>? nameOf = null)
    {
        try
        {
            return stored is [not FactLayout.Json, ..] ? WalkFactBytesReader.Read(stored, requestId, nameOf) : ReadAll(stored);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or InvalidDataException)
        {
            throw new InvalidDataException($"The stored walk cannot be read: {fault.Message}", fault);
        }
    }

    private static List<StoredFact> ReadAll(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new InvalidDataException("it is not a JSON array");
        var facts = new List<StoredFact>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            facts.Add(ReadFact(ref reader));
        return facts;
    }

    private static StoredFact ReadFact(ref Utf8JsonReader reader)
    {
        var fact = new StoredFact("", default);
        var place = default(LeasePlace);
        (long First, IReadOnlyList<PoolStep>? Steps) heard = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "n":
                    place = place with { Number = reader.GetInt64() };
                    break;
                case "v":
                    place = place with { Events = reader.GetInt64() };
                    break;
                case "d":
                    place = place with { Board = reader.GetInt64() };
                    break;
                case "back":
                    place = place with { Returned = Numbers(ref reader) };
                    break;
                case "quiet":
                    place = place with { Quiet = PlaceCodec.Quiet(Numbers(ref reader)) };
                    break;
                case "since":
                    heard.First = reader.GetInt64();
                    break;
                case "heard":
                    heard.Steps = [.. Items(ref reader).Select(PlaceCodec.Step)];
                    break;
                default:
                    fact = With(fact, name, ref reader);
                    break;
            }
        }
        return fact with { Place = place, Heard = new PoolPlace(heard.First, heard.Steps) };
    }

    private static StoredFact With(StoredFact fact, string? name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "f": return fact with { Kind = reader.GetString()! };
            case "at": return fact with { At = reader.GetDateTimeOffset() };
            case "phase": return fact with { Phase = RequestPhaseNames.FromWire(reader.GetString()!) };
            case "backend": return fact with { Backend = reader.GetString() };
            case "id": return fact with { RequestId = reader.GetString() };
            case "model": return fact with { Model = reader.GetString() };
            case "client": return fact with { Client = reader.GetString() };
            case "stream": return fact with { Stream = reader.GetBoolean() };
            case "tokens": return fact with { Tokens = reader.GetInt64() };
            case "turn": return fact with { RequestNumber = reader.GetInt64() };
            case "api": return fact with { Ask = fact.Ask with { Api = ApiNames.FromWire(reader.GetString()!) } };
            case "translation": return fact with { Ask = fact.Ask with { Translation = TranslationNames.FromWire(reader.GetString()!) } };
            case "untranslatable": return fact with { Ask = fact.Ask with { Obstacle = reader.GetString() } };
            case "maker": return fact with { Maker = reader.GetString() };
            case "prefers": return fact with { Prefers = reader.GetString() };
            case "translated": return fact with { Translated = TranslationNames.FromWire(reader.GetString()!) };
            case "seed": return fact with { Seed = reader.GetUInt64() };
            case "board": return fact with { Board = reader.GetInt64() };
            case "candidates": return fact with { Candidates = Candidates(ref reader) };
            case "refused": return fact with { Refusal = LeaseRefusalNames.FromWire(reader.GetString()!) };
            case "retry_at": return fact with { RetryAt = reader.GetDateTimeOffset() };
            case "epoch": return fact with { Epoch = reader.GetInt64() };
            case "probe": return fact with { IsProbe = reader.GetBoolean() };
            case "attempt": return fact with { Attempt = reader.GetInt32() };
            case "status": return fact with { Status = reader.GetInt32() };
            case "error": return fact with { Error = UpstreamErrorNames.FromWire(reader.GetString()!) };
            case "verdict": return fact with { Verdict = AttemptVerdictNames.FromWire(reader.GetString()!) };
            case "old_key": return fact with { IsOutdated = reader.GetBoolean() };
            case "silent": return fact with { IsSilent = reader.GetBoolean() };
            case "share_over": return fact with { IsShareOver = reader.GetBoolean() };
            case "limit_used": return fact with { IsLimitUsed = reader.GetBoolean() };
            case "retry_after_ms": return fact with { RetryAfterMs = reader.GetInt64() };
            case "ticket": return fact with { Ticket = reader.GetInt64() };
            case "position": return fact with { Position = reader.GetInt32() };
            case "waiting": return fact with { Waiting = reader.GetInt32() };
            case "round": return fact with { Round = reader.GetInt32() };
            case "order": return fact with { Order = Items(ref reader) };
            case "code": return fact with { Code = reader.GetString() };
            case "input": return fact with { Input = reader.GetInt64() };
            case "held": return fact with { Held = reader.GetInt64() };
            case "bytes": return fact with { Bytes = reader.GetInt64() };
            default:
                reader.Skip();
                return fact;
        }
    }

    private static Dictionary<string, StoredCandidate> Candidates(ref Utf8JsonReader reader)
    {
        var found = new Dictionary<string, StoredCandidate>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var id = reader.GetString()!;
            reader.Read();
            found[id] = reader.TokenType == JsonTokenType.Number ? new StoredCandidate(reader.GetInt32(), null, null)
                : reader.TryGetDateTimeOffset(out var until) ? new StoredCandidate(null, null, until)
                : new StoredCandidate(null, reader.GetString(), null);
        }
        return found;
    }

    private static List<string> Items(ref Utf8JsonReader reader)
    {
        var items = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(reader.GetString()!);
        return items;
    }

    private static List<long> Numbers(ref Utf8JsonReader reader)
    {
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            numbers.Add(reader.GetInt64());
        return numbers;
    }
}
