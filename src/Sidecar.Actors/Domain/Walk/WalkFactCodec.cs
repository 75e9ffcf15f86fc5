using System.Text.Json;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>Facts as compact JSON: an array of objects, each with its kind under <c>f</c> and its instant under <c>at</c>. Ledgers of
/// earlier versions contain this form, and running walks are reported in it.</summary>
public static class WalkFactCodec
{
    public static byte[] Write(IReadOnlyList<WalkFact> facts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, facts);
        return bytes.ToArray();
    }

    internal static void Write(Utf8JsonWriter json, IReadOnlyList<WalkFact> facts)
    {
        json.WriteStartArray();
        RequestArrived? arrived = null;
        // By index: enumerating a list through its interface allocates.
        for (var i = 0; i < facts.Count; i++)
        {
            arrived = facts[i] as RequestArrived ?? arrived;
            Write(json, facts[i], arrived);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, WalkFact fact, RequestArrived? arrived)
    {
        json.WriteStartObject();
        switch (fact)
        {
            case RequestArrived f:
                Head(json, "arrived", f);
                json.WriteString("id"u8, f.RequestId);
                json.WriteString("model"u8, f.Model);
                json.WriteBoolean("stream"u8, f.Stream);
                json.WriteNumber("tokens"u8, f.Tokens);
                if (f.Input != f.Tokens)
                    json.WriteNumber("input"u8, f.Input);
                if (f.Client is not null)
                    json.WriteString("client"u8, f.Client);
                json.WriteNumber("turn"u8, f.RequestNumber);
                json.WriteNumber("seed"u8, f.Seed);
                AskCodec.Write(json, f.Ask);
                if (f.Prefers is not null)
                    json.WriteString("prefers"u8, f.Prefers);
                if (f.Maker is not null)
                    json.WriteString("maker"u8, f.Maker);
                break;
            case BackendPicked f:
                Head(json, "picked", f);
                json.WriteString("phase"u8, f.Phase.ToWire());
                if (f.Chosen >= 0)
                    json.WriteString("backend"u8, f.Board.Catalog.Backends[f.Chosen].Id);
                json.WriteNumber("board"u8, f.Board.Version);
                if (f.Loads is not null)
                    WriteCandidates(json, f, f.Loads, arrived);
                break;
            case LeaseAnswered f:
                Head(json, "lease", f);
                json.WriteString("phase"u8, f.Phase.ToWire());
                json.WriteString("backend"u8, f.Backend);
                if (f.Refusal != LeaseRefusal.None)
                    json.WriteString("refused"u8, f.Refusal.ToWire());
                if (f.RetryAt is { } retryAt)
                    json.WriteString("retry_at"u8, retryAt);
                if (f.Epoch is { } epoch)
                    json.WriteNumber("epoch"u8, epoch);
                if (f.IsProbe)
                    json.WriteBoolean("probe"u8, true);
                if (f.Place.Number > 0)
                    PlaceCodec.Write(json, f.Place);
                break;
            case UpstreamAnswered f:
                Head(json, "answered", f);
                json.WriteString("phase"u8, f.Phase.ToWire());
                json.WriteString("backend"u8, f.Backend);
                json.WriteNumber("attempt"u8, f.Attempt);
                if (f.Status is { } status)
                    json.WriteNumber("status"u8, status);
                if (f.Error is { } error)
                    json.WriteString("error"u8, error.ToWire());
                json.WriteString("verdict"u8, f.Verdict.ToWire());
                if (f.RetryAfterMs is { } retryAfter)
                    json.WriteNumber("retry_after_ms"u8, retryAfter);
                if (f.IsOutdated)
                    json.WriteBoolean("old_key"u8, true);
                if (f.Translated != Translations.None)
                    json.WriteString("translated"u8, f.Translated.ToWire());
                if (f.IsSilent)
                    json.WriteBoolean("silent"u8, true);
                if (f.IsLimitUsed)
                    json.WriteBoolean("limit_used"u8, true);
                if (f.IsShareOver)
                    json.WriteBoolean("share_over"u8, true);
                break;
            case WaitBegan f:
                Head(json, "queued", f);
                json.WriteNumber("ticket"u8, f.Ticket);
                json.WriteNumber("position"u8, f.Position);
                WriteBytes(json, f.Bytes, f.Held);
                break;
            case WaitRefused f:
                Head(json, "full", f);
                json.WriteNumber("waiting"u8, f.Waiting);
                WriteBytes(json, f.Bytes, f.Held);
                break;
            case WaitForegone f:
                Head(json, "foregone", f);
                if (f.Earliest is { } earliest)
                    json.WriteString("retry_at"u8, earliest);
                break;
            case RoundBegan f:
                Head(json, "round", f);
                RoundFactCodec.Write(json, f, arrived?.Model ?? "", arrived?.Ask ?? default);
                break;
            case WaitWoken f:
                Head(json, "woken", f);
                json.WriteNumber("ticket"u8, f.Ticket);
                json.WriteString("backend"u8, f.Backend);
                if (f.Place.Steps is { } steps)
                    PlaceCodec.Write(json, f.Place.First, steps);
                break;
            case WalkEnded f:
                Head(json, "ended", f);
                json.WriteNumber("status"u8, f.Status);
                json.WriteString("code"u8, f.Code);
                json.WriteNumber("bytes"u8, f.Bytes);
                if (f.Told is { } told)
                    json.WriteString("verdict"u8, told.ToString());
                if (f.RetryAfterMs is { } asked)
                    json.WriteNumber("retry_after_ms"u8, asked);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "not a fact of a walk");
        }
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, string kind, WalkFact fact)
    {
        json.WriteString("f"u8, kind);
        json.WriteString("at"u8, fact.At);
    }

    private static void WriteBytes(Utf8JsonWriter json, long own, long held)
    {
        if (own > 0)
            json.WriteNumber("bytes"u8, own);
        if (held > 0)
            json.WriteNumber("held"u8, held);
    }

    // Eligible backends with their load, the others with the reason for which they were excluded.
    private static void WriteCandidates(Utf8JsonWriter json, BackendPicked picked, int[] loads, RequestArrived? arrived)
    {
        json.WriteStartObject("candidates"u8);
        for (var i = 0; i < loads.Length; i++)
        {
            if (picked.Board.Catalog.Backends[i].IsRetired)
                continue;
            var id = picked.Board.Catalog.Backends[i].Id;
            var (tokens, input) = (arrived?.Tokens ?? 0, arrived?.Input ?? 0);
            if (Exclusion.Of(picked, i, loads[i], arrived?.Model ?? "", tokens, input, arrived?.Ask ?? default) is { } why)
                json.WriteString(id, why);
            else
                json.WriteNumber(id, loads[i]);
        }
        json.WriteEndObject();
    }
}
