using System.Text;
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
        Gen.Select(Instant, Gen.String, Gen.String.Null(), Gen.Long, Gen.ULong, (at, model, client, tokens, seed) => (WalkFact)new RequestArrived(at, "r", model, true, tokens, client, 1, seed)),
        Gen.Select(Instant, Phase, Gen.Int[-1, 1], (at, phase, chosen) => (WalkFact)new BackendPicked(at, phase, Sample.Board(Sample.Backend("a"), Sample.Backend("b")), default, chosen < 0 ? null : [chosen, -1], chosen)),
        Gen.Select(Instant, Phase, Gen.String, Instant.Nullable(), Gen.Long.Nullable(), (at, phase, backend, retryAt, epoch) => (WalkFact)new LeaseAnswered(at, phase, backend, LeaseRefusal.None, retryAt, epoch, true)),
        Gen.Select(Instant, Phase, Gen.Int.Nullable(), Gen.Long.Nullable(), (at, phase, status, retryAfter) => (WalkFact)new UpstreamAnswered(at, phase, "a", 1, status, null, AttemptVerdict.Success, retryAfter)),
        Gen.Select(Instant, Gen.Long, Gen.Int, (at, ticket, position) => (WalkFact)new WaitBegan(at, ticket, position)),
        Gen.Select(Instant, Gen.Int, (at, waiting) => (WalkFact)new WaitRefused(at, waiting)),
        Gen.Select(Instant, Gen.Int, Gen.Int[0, 1].Array[0, 2], (at, round, order) => (WalkFact)new RoundBegan(at, round, Sample.Board(Sample.Backend("a"), Sample.Backend("b")), default, order)),
        Gen.Select(Instant, Gen.Long, Gen.String, (at, ticket, backend) => (WalkFact)new WaitWoken(at, ticket, backend)),
        Gen.Select(Instant, Gen.Int, Gen.String, Gen.Long, (at, status, code, bytes) => (WalkFact)new WalkEnded(at, status, code, bytes)));

    [Fact]
    public void a_walk_is_encoded_as_if_it_were_the_only_one() => Fact.Array[0, 8].Array[1, 20].Sample(walks =>
    {
        using var encoder = new WalkFactEncoder();
        foreach (var facts in walks)
            Assert.Equal(Encoding.UTF8.GetString(WalkFactCodec.Write(facts)), Encoding.UTF8.GetString(encoder.Encode(facts)));
    });

    // The writer is told not to look whether its calls are balanced.
    [Fact]
    public void any_walk_is_whole_json_with_a_member_per_fact() => Fact.Array[0, 8].Sample(facts =>
    {
        using var json = JsonDocument.Parse(WalkFactCodec.Write(facts));
        Assert.Equal(facts.Select(fact => fact.At), json.RootElement.EnumerateArray().Select(fact => fact.GetProperty("at").GetDateTimeOffset()));
    });

    [Fact]
    public void a_walk_that_failed_leaves_nothing_to_the_next()
    {
        using var encoder = new WalkFactEncoder();
        WalkFact ended = new WalkEnded(Start, 200, "Completed", 1);
        Assert.ThrowsAny<Exception>(() => encoder.Encode([ended, null!]).Length);

        Assert.Equal(Encoding.UTF8.GetString(WalkFactCodec.Write([ended])), Encoding.UTF8.GetString(encoder.Encode([ended])));
    }

    [Fact]
    public void a_second_walk_takes_no_memory()
    {
        using var encoder = new WalkFactEncoder();
        WalkFact[] facts = [new RequestArrived(Start, "r", "m", true, 1, null, 1, 1), new WalkEnded(Start, 200, "Completed", 1)];
        encoder.Encode(facts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        encoder.Encode(facts);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
