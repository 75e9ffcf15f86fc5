using System.Text.Json;
using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

/// <summary>What is written of a walk is read back, field by field.</summary>
public sealed class WalkFactRoundTripTests
{
    private static readonly Gen<DateTimeOffset> Instant = Gen.Long[0, TimeSpan.TicksPerDay].Select(Instants.Start.AddTicks);

    private static readonly Gen<RequestPhase> Phase = Gen.Enum<RequestPhase>();

    // Whatever a client may call a model, except for lone surrogates, which no encoding of text preserves.
    private static readonly Gen<string> Text = Gen.String[Gen.Char['\0', '\ud7ff'], 0, 12];

    [Fact]
    public void an_arrival() => Gen.Select(Instant, Text, Text.Null(), Gen.Long, Gen.ULong, Gen.Bool)
        .Sample((at, model, client, tokens, seed, stream) =>
    {
        var read = Read(new RequestArrived(at, "r", model, stream, tokens, client, 7, seed));
        Assert.Equal(("arrived", at, "r", model, stream, tokens, client, 7L, seed),
            (read.Kind, read.At, read.RequestId, read.Model, read.Stream, read.Tokens, read.Client, read.RequestNumber, read.Seed));
    });

    [Fact]
    public void what_waits_and_what_does_not() => Gen.Select(Instant, Gen.Long[0, 1L << 40], Gen.Long[0, 1L << 40], Instant.Nullable())
        .Sample((at, bytes, held, earliest) =>
    {
        var (queued, full, foregone) = (Read(new WaitBegan(at, 9, 3, bytes, held)), Read(new WaitRefused(at, 3, bytes, held)),
            Read(new WaitForegone(at, earliest)));
        Assert.Equal(("queued", bytes, held), (queued.Kind, queued.Bytes ?? 0, queued.Held ?? 0));
        Assert.Equal(("full", bytes, held), (full.Kind, full.Bytes ?? 0, full.Held ?? 0));
        Assert.Equal(("foregone", at, earliest), (foregone.Kind, foregone.At, foregone.RetryAt));
    });

    [Theory]
    [InlineData(100, 100, null)]
    [InlineData(100, 30, 30L)]
    public void the_part_of_the_estimate_that_is_the_request_itself(long tokens, long input, long? noted) =>
        Assert.Equal(noted, Read(new RequestArrived(Instants.Start, "r", "m", false, tokens, null, 7, 1) { Input = input }).Input);

    [Fact]
    public void a_pick() => Gen.Select(Instant, Gen.Int[-1, 40].Array[3], Gen.Int[-1, 2], Gen.Enum<CooldownReason>())
        .Sample((at, loads, chosen, reason) =>
    {
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b") with { Enabled = false }, Sample.Backend("c"));
        var resting = BackendState.Fresh.Apply(new CooldownEvents.V1.CooldownStarted(
            at, null, reason, at.AddSeconds(1), 1, 0, new Cause("r")));
        var picked = new BackendPicked(at, RequestPhase.Routing, board with { Version = 5, States = board.States.SetItem(2, resting) },
            default, loads, chosen);

        var read = Read(picked);

        Assert.Equal(("picked", at, 5L, chosen < 0 ? null : board.Catalog.Backends[chosen].Id),
            (read.Kind, read.At, read.Board, read.Backend));
        Assert.Equal(
            Enumerable.Range(0, 3).Select(i => Exclusion.Of(picked, i, loads[i], "") is { } why ? new StoredCandidate(null, why, null)
                : new StoredCandidate(loads[i], null, null)),
            new[] { "a", "b", "c" }.Select(id => read.Candidates![id]));
    });

    [Fact]
    public void a_pick_among_too_many_to_note() =>
        Assert.Null(Read(new BackendPicked(Instants.Start, RequestPhase.Routing, Sample.Board(Sample.Backend()), default(BackendSet), null,
            0)).Candidates);

    [Fact]
    public void a_lease() => Gen.Select(Instant, Phase, Text, Gen.Enum<LeaseRefusal>(), Instant.Nullable(), Gen.Long.Nullable(), Gen.Bool)
        .Sample((at, phase, backend, refusal, retryAt, epoch, isProbe) =>
    {
        var read = Read(new LeaseAnswered(at, phase, backend, refusal, retryAt, epoch, isProbe));
        Assert.Equal(("lease", at, phase, backend, refusal, retryAt, epoch, isProbe),
            (read.Kind, read.At, read.Phase, read.Backend, read.Refusal, read.RetryAt, read.Epoch, read.IsProbe));
    });

    [Fact]
    public void a_place_in_a_backends_order() => Gen.Select(Gen.Long[1, 1L << 50], Gen.Long[0, 1L << 50], Gen.Long.Array[0, 3],
        Gen.Select(Gen.Long, Gen.Long, (n, v) => new QuietReport(n, v)).Array[0, 3]).Sample((number, events, returned, quiet) =>
    {
        var place = Read(new LeaseAnswered(Instants.Start, RequestPhase.Routing, "a", LeaseRefusal.None, null, 1, false,
            new LeasePlace(number, events, returned, quiet))).Place;
        Assert.Equal((number, events), (place.Number, place.Events));
        Assert.Equal(returned, place.Returned ?? []);
        Assert.Equal(quiet, place.Quiet ?? []);
    });

    [Fact]
    public void a_place_in_the_pools_order() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Select(Gen.Enum<PoolStepKind>(), Gen.Long[0, long.MaxValue],
            Gen.OneOf(Gen.Const("a"), Gen.Const("nim-1"), Gen.Const("a b")).Null(), (k, n, b) => new PoolStep(k, n, b)).Array[0, 5])
            .Sample((first, steps) =>
    {
        var heard = Read(new WaitWoken(Instants.Start, 1, "a", new PoolPlace(first, steps))).Heard;
        Assert.Equal(first, heard.First);
        Assert.Equal(steps, heard.Steps!);
    });

    [Fact]
    public void an_answer() => Gen.Select(Instant, Phase, Gen.Int[1, 9], Gen.Int.Nullable(), Gen.Enum<UpstreamError>().Nullable(),
        Gen.Enum<AttemptVerdict>(), Gen.Long.Nullable()).Sample((at, phase, attempt, status, error, verdict, asked) =>
    {
        var read = Read(new UpstreamAnswered(at, phase, "a", attempt, status, error, verdict, asked));
        Assert.Equal(("answered", at, phase, "a", attempt, status, error, (AttemptVerdict?)verdict),
            (read.Kind, read.At, read.Phase, read.Backend, read.Attempt, read.Status, read.Error, read.Verdict));
        Assert.Equal(asked, read.RetryAfterMs);
    });

    [Fact]
    public void a_wait_and_an_end() => Gen.Select(Instant, Gen.Long, Gen.Int, Text).Sample((at, number, small, text) =>
    {
        var (queued, woken, ended) = (Read(new WaitBegan(at, number, small)), Read(new WaitWoken(at, number, text)),
            Read(new WalkEnded(at, small, text, number)));
        Assert.Equal(("queued", at, (long?)number, (int?)small), (queued.Kind, queued.At, queued.Ticket, queued.Position));
        Assert.Equal(("woken", at, (long?)number, text), (woken.Kind, woken.At, woken.Ticket, woken.Backend));
        Assert.Equal(("ended", at, (int?)small, text, (long?)number), (ended.Kind, ended.At, ended.Status, ended.Code, ended.Bytes));
    });

    // Reads it from the form in which it is stored, and from the JSON of earlier ledgers, which must say the same.
    private static StoredFact Read(WalkFact fact)
    {
        var stored = Assert.Single(WalkFactReader.Read(new WalkFactEncoder().Encode("r", [fact]), "r"));
        Assert.Equal(JsonSerializer.Serialize(Assert.Single(WalkFactReader.Read(WalkFactCodec.Write([fact])))),
            JsonSerializer.Serialize(stored));
        return stored;
    }
}
