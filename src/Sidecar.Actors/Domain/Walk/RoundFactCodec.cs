using System.Text.Json;
using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Walk;

/// <summary>The JSON members of an emergency round: the order in which it asks backends, and for each backend its expected recovery (0:
/// open) or why it was excluded.</summary>
internal static class RoundFactCodec
{
    public static void Write(Utf8JsonWriter json, RoundBegan round, string model, in RequestAsk ask)
    {
        var backends = round.Board.Catalog.Backends;
        json.WriteString("phase"u8, RequestPhase.Emergency.ToWire());
        json.WriteNumber("round"u8, round.Round);
        json.WriteNumber("board"u8, round.Board.Version);
        json.WriteStartArray("order"u8);
        for (var i = 0; i < round.Order.Count; i++)
            json.WriteStringValue(backends[round.Order[i]].Id);
        json.WriteEndArray();
        json.WriteStartObject("candidates"u8);
        for (var i = 0; i < backends.Count; i++)
            if (!backends[i].IsRetired)
                WriteCandidate(json, round, i, model, ask);
        json.WriteEndObject();
    }

    private static void WriteCandidate(Utf8JsonWriter json, RoundBegan round, int index, string model, in RequestAsk ask)
    {
        var (backend, state) = (round.Board.Catalog.Backends[index], round.Board.States[index]);
        if (Exclusion.FromRound(round, index, model, ask) is { } why)
            json.WriteString(backend.Id, why);
        else if (state.NextAt(model, round.At) is var next && next > round.At)
            json.WriteString(backend.Id, next);
        else
            json.WriteNumber(backend.Id, 0);
    }
}
