using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Walk;

/// <summary>Writes and reads an emergency round: the order in which it asks backends, and for each backend whether it was open, why it
/// was excluded, or until when it rested.</summary>
internal static class RoundBytes
{
    public static void Write(FactBytes bytes, RoundBegan round, string model, in RequestAsk ask)
    {
        var backends = round.Board.Catalog.Backends;
        bytes.Signed(round.Round);
        bytes.Signed(round.Board.Version);
        bytes.Number((ulong)round.Order.Count);
        for (var i = 0; i < round.Order.Count; i++)
            bytes.Text(backends[round.Order[i]].Id);
        bytes.Number((ulong)backends.Count(backend => !backend.IsRetired));
        for (var i = 0; i < backends.Count; i++)
            if (!backends[i].IsRetired)
                Write(bytes, round, i, model, ask);
    }

    public static StoredFact Read(ref FactBytesReader bytes, StoredFact fact)
    {
        fact = fact with { Phase = RequestPhase.Emergency, Round = bytes.Small(), Board = bytes.Signed() };
        var order = new string[bytes.Count()];
        for (var i = 0; i < order.Length; i++)
            order[i] = bytes.Text();
        var candidates = new Dictionary<string, StoredCandidate>(StringComparer.Ordinal);
        for (var left = bytes.Count(); left > 0; left--)
        {
            var id = bytes.Text();
            candidates[id] = bytes.Byte() switch
            {
                FactLayout.Open => new StoredCandidate(0, null, null),
                FactLayout.Out => new StoredCandidate(null, bytes.Text(), null),
                FactLayout.Resting => new StoredCandidate(null, null, fact.At.AddTicks(bytes.Signed())),
                var other => throw new InvalidDataException($"a candidate cannot be in state {other}"),
            };
        }
        return fact with { Order = order, Candidates = candidates };
    }

    private static void Write(FactBytes bytes, RoundBegan round, int index, string model, in RequestAsk ask)
    {
        var (backend, state) = (round.Board.Catalog.Backends[index], round.Board.States[index]);
        bytes.Text(backend.Id);
        if (Exclusion.FromRound(round, index, model, ask) is { } why)
        {
            bytes.Byte(FactLayout.Out);
            bytes.Text(why);
        }
        else if (state.NextAt(model, round.At) is var next && next > round.At)
        {
            bytes.Byte(FactLayout.Resting);
            bytes.Signed(next.UtcTicks - round.At.UtcTicks);
        }
        else
            bytes.Byte(FactLayout.Open);
    }
}
