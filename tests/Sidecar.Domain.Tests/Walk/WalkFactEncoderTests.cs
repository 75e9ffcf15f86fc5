using System.Text.Json;
using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

public sealed class WalkFactEncoderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Instant = Gen.Long[0, TimeSpan.TicksPerDay].Select(Start.AddTicks);

    private static readonly Gen<RequestPhase> Phase = Gen.Enum<RequestPhase>();

    private static readonly Gen<WalkFact> Fact = Gen.OneOf(
        Gen.Select(Instant, Gen.String, Gen.String.Null(), Gen.Long, Gen.ULong, (at, model, client, tokens, seed) =>
            (WalkFact)new RequestArrived(at, "r", model, true, tokens, client, 1, seed)),
        Gen.Select(Instant, Phase, Gen.Int[-1, 1], (at, phase, chosen) =>
            (WalkFact)new BackendPicked(at, phase, Sample.Board(Sample.Backend("a"), Sample.Backend("b")), default,
            chosen < 0 ? null : [chosen, -1], chosen)),
        Gen.Select(Instant, Phase, Gen.String, Instant.Nullable(), Gen.Long.Nullable(), (at, phase, backend, retryAt, epoch) =>
            (WalkFact)new LeaseAnswered(at, phase, backend, LeaseRefusal.None, retryAt, epoch, true)),
        Gen.Select(Instant, Phase, Gen.Int.Nullable(), Gen.Long.Nullable(), (at, phase, status, retryAfter) =>
            (WalkFact)new UpstreamAnswered(at, phase, "a", 1, status, null, AttemptVerdict.Success, retryAfter)),
        Gen.Select(Instant, Gen.Long, Gen.Int, (at, ticket, position) => (WalkFact)new WaitBegan(at, ticket, position)),
        Gen.Select(Instant, Gen.Int, (at, waiting) => (WalkFact)new WaitRefused(at, waiting)),
        Gen.Select(Instant, Gen.Long, Gen.Int, Gen.Int[0, 9], Gen.Int[0, 9], (at, ticket, position, bytes, held) =>
            (WalkFact)new WaitBegan(at, ticket, position, bytes, held)),
        Gen.Select(Instant, Gen.Int, Gen.Int[0, 9], Gen.Int[0, 9], (at, waiting, bytes, held) =>
            (WalkFact)new WaitRefused(at, waiting, bytes, held)),
        Gen.Select(Instant, Instant, (at, earliest) => (WalkFact)new WaitForegone(at, earliest)),
        Gen.Select(Instant, Gen.Int, Gen.Int[0, 1].Array[0, 2], (at, round, order) =>
            (WalkFact)new RoundBegan(at, round, Sample.Board(Sample.Backend("a"), Sample.Backend("b")), default, order)),
        Gen.Select(Instant, Gen.Long, Gen.String, (at, ticket, backend) => (WalkFact)new WaitWoken(at, ticket, backend)),
        Gen.Select(Instant, Gen.Int, Gen.String, Gen.Long, (at, status, code, bytes) => (WalkFact)new WalkEnded(at, status, code, bytes)));

    [Fact]
    public void a_walk_is_encoded_as_if_it_were_the_only_one() => Fact.Array[0, 8].Array[1, 20].Sample(walks =>
    {
        var encoder = new WalkFactEncoder();
        var places = walks.Select(facts => encoder.Add("r", facts)).ToList();
        foreach (var (i, facts) in walks.Index())
            Assert.Equal(new WalkFactEncoder().Encode("r", facts), encoder.Written[places[i]]);
    });

    [Fact]
    public void what_is_stored_tells_what_the_json_of_earlier_ledgers_told() => Fact.Array[0, 8].Sample(facts =>
    {
        var names = new Names();
        Assert.Equal(
            JsonSerializer.Serialize(WalkFactReader.Read(WalkFactCodec.Write(facts))),
            JsonSerializer.Serialize(WalkFactReader.Read(new WalkFactEncoder(names).Encode("r", facts), "r", names.NameOf)));
    });

    [Fact]
    public void half_of_what_is_stored_is_no_walk_and_nothing_worse() =>
        Gen.Select(Fact.Array[1, 4], Gen.Int[0, 400], Gen.Byte).Sample((facts, at, with) =>
    {
        var stored = new WalkFactEncoder().Encode("r", facts).ToArray();
        stored[at % stored.Length] = with;
        foreach (var part in new[] { stored, stored[..(at % stored.Length)] })
        {
            try
            {
                WalkFactReader.Read(part, "r");
            }
            catch (InvalidDataException)
            {
                // The only exception that a reader may throw.
            }
        }
    });

    // The JSON writer is told not to check that its calls are balanced.
    [Fact]
    public void any_walk_is_whole_json_with_a_member_per_fact() => Fact.Array[0, 8].Sample(facts =>
    {
        using var json = JsonDocument.Parse(WalkFactCodec.Write(facts));
        Assert.Equal(facts.Select(fact => fact.At), json.RootElement.EnumerateArray()
            .Select(fact => fact.GetProperty("at").GetDateTimeOffset()));
    });

    [Fact]
    public void a_second_walk_takes_no_memory()
    {
        var encoder = new WalkFactEncoder();
        WalkFact[] facts = [new RequestArrived(Start, "r", "m", true, 1, null, 1, 1), new WalkEnded(Start, 200, "Completed", 1)];
        encoder.Encode("r", facts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        encoder.Encode("r", facts);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class Names : INameIds
    {
        private readonly List<string> _texts = [];

        public long? IdOf(string text)
        {
            if (_texts.Count < 8 && !_texts.Contains(text))
                _texts.Add(text);
            return _texts.IndexOf(text) is var id and >= 0 ? id + 1 : null;
        }

        public string? NameOf(long id) => id >= 1 && id <= _texts.Count ? _texts[(int)id - 1] : null;
    }
}
