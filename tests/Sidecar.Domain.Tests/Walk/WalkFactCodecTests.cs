using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

/// <summary>The JSON of facts is a storage format: it may gain fields, but never lose or rename one.</summary>
public sealed class WalkFactCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private static readonly RequestArrived Arrived = new(At, "r1", "a", true, 120, null, 7, 18_446_744_073_709_551_615);

    private static readonly RoutingBoard Board = Sample.Board(Sample.Backend("nim-1"), Sample.Backend("nim-2"),
        Sample.Backend("gq", "fallback").Serving("b")) with
    { Version = 12 };

    private static readonly PoolStep[] Heard =
    [
        new(PoolStepKind.Changed, 41, "nim-2"), new(PoolStepKind.Joined, 9), new(PoolStepKind.Left, 7), new(PoolStepKind.Refused, 8),
            new(PoolStepKind.Offered, 9, "nim-2"),
    ];

    public static TheoryData<string, WalkFact> Golden => new()
    {
        { """{"f":"arrived","at":"2026-03-01T12:00:00.25+00:00","id":"r1","model":"a","stream":true,"tokens":120,"turn":7,"seed":18446744073709551615}""", Arrived },
        { """{"f":"arrived","at":"2026-03-01T12:00:00.25+00:00","id":"r1","model":"a","stream":true,"tokens":120,"client":"ann","turn":7,"seed":0}""", Arrived with { Client = "ann", Seed = 0 } },
        { """{"f":"picked","at":"2026-03-01T12:00:00.25+00:00","phase":"routing","board":12}""", Picked(null, -1) },
        { """{"f":"picked","at":"2026-03-01T12:00:00.25+00:00","phase":"routing","backend":"nim-1","board":12,"candidates":{"nim-1":0,"nim-2":"tried","gq":"model"}}""", Picked([0, 3, 0], 0) },
        { """{"f":"lease","at":"2026-03-01T12:00:00.25+00:00","phase":"primary-wait","backend":"nim-1","epoch":4,"probe":true}""", Lease(LeaseRefusal.None, null, 4, true) },
        { """{"f":"lease","at":"2026-03-01T12:00:00.25+00:00","phase":"primary-wait","backend":"nim-1","refused":"rpm","retry_at":"2026-03-01T12:00:01.25+00:00"}""", Lease(LeaseRefusal.Rpm, At.AddSeconds(1), null, false) },
        { """{"f":"lease","at":"2026-03-01T12:00:00.25+00:00","phase":"primary-wait","backend":"nim-1","epoch":4,"n":8,"v":0}""", Lease(LeaseRefusal.None, null, 4, false) with { Place = new(8, 0, null) } },
        { """{"f":"lease","at":"2026-03-01T12:00:00.25+00:00","phase":"primary-wait","backend":"nim-1","epoch":4,"n":9,"v":7,"back":[6,8]}""", Lease(LeaseRefusal.None, null, 4, false) with { Place = new(9, 7, [6, 8]) } },
        { """{"f":"lease","at":"2026-03-01T12:00:00.25+00:00","phase":"primary-wait","backend":"nim-1","epoch":4,"n":9,"v":7,"quiet":[6,5,-8,7]}""", Lease(LeaseRefusal.None, null, 4, false) with { Place = new(9, 7, null, [new(6, 5), new(-8, 7)]) } },
        { """{"f":"answered","at":"2026-03-01T12:00:00.25+00:00","phase":"emergency","backend":"nim-1","attempt":2,"status":429,"verdict":"RateLimited","retry_after_ms":7000}""", new UpstreamAnswered(At, RequestPhase.Emergency, "nim-1", 2, 429, null, AttemptVerdict.RateLimited, 7_000) },
        { """{"f":"answered","at":"2026-03-01T12:00:00.25+00:00","phase":"routing","backend":"nim-1","attempt":1,"error":"HeadTimeout","verdict":"FailedTransport"}""", new UpstreamAnswered(At, RequestPhase.Routing, "nim-1", 1, null, UpstreamError.HeadTimeout, AttemptVerdict.FailedTransport, null) },
        { """{"f":"answered","at":"2026-03-01T12:00:00.25+00:00","phase":"routing","backend":"nim-1","attempt":1,"error":"HeadTimeout","verdict":"FailedTransport","silent":true}""", new UpstreamAnswered(At, RequestPhase.Routing, "nim-1", 1, null, UpstreamError.HeadTimeout, AttemptVerdict.FailedTransport, null, IsSilent: true) },
        { """{"f":"answered","at":"2026-03-01T12:00:00.25+00:00","phase":"routing","backend":"nim-1","attempt":1,"status":429,"verdict":"RateLimited","limit_used":true}""", new UpstreamAnswered(At, RequestPhase.Routing, "nim-1", 1, 429, null, AttemptVerdict.RateLimited, null, IsLimitUsed: true) },
        { """{"f":"answered","at":"2026-03-01T12:00:00.25+00:00","phase":"routing","backend":"nim-1","attempt":1,"error":"FirstEventTimeout","verdict":"FailedTransport","share_over":true}""", new UpstreamAnswered(At, RequestPhase.Routing, "nim-1", 1, null, UpstreamError.FirstEventTimeout, AttemptVerdict.FailedTransport, null) { IsShareOver = true } },
        { """{"f":"queued","at":"2026-03-01T12:00:00.25+00:00","ticket":9,"position":3}""", new WaitBegan(At, 9, 3) },
        { """{"f":"full","at":"2026-03-01T12:00:00.25+00:00","waiting":1000}""", new WaitRefused(At, 1_000) },
        { """{"f":"queued","at":"2026-03-01T12:00:00.25+00:00","ticket":9,"position":3,"bytes":70,"held":5000}""", new WaitBegan(At, 9, 3, 70, 5_000) },
        { """{"f":"full","at":"2026-03-01T12:00:00.25+00:00","waiting":3,"bytes":70,"held":5000}""", new WaitRefused(At, 3, 70, 5_000) },
        { """{"f":"foregone","at":"2026-03-01T12:00:00.25+00:00","retry_at":"2026-03-01T12:00:00.25+00:00"}""", new WaitForegone(At, At) },
        { """{"f":"foregone","at":"2026-03-01T12:00:00.25+00:00"}""", new WaitForegone(At, null) },
        { """{"f":"round","at":"2026-03-01T12:00:00.25+00:00","phase":"emergency","round":2,"board":12,"order":["nim-2"],"candidates":{"nim-1":"tried","nim-2":0,"gq":"model"}}""", new RoundBegan(At, 2, Board, default(BackendSet).With(0), [1]) },
        { """{"f":"woken","at":"2026-03-01T12:00:00.25+00:00","ticket":9,"backend":"nim-2"}""", new WaitWoken(At, 9, "nim-2") },
        { """{"f":"woken","at":"2026-03-01T12:00:00.25+00:00","ticket":9,"backend":"nim-2","since":17,"heard":["c41 nim-2","j9","l7","r8","o9 nim-2"]}""", new WaitWoken(At, 9, "nim-2", new(17, Heard)) },
        { """{"f":"ended","at":"2026-03-01T12:00:00.25+00:00","status":200,"code":"Completed","bytes":4096}""", new WalkEnded(At, 200, "Completed", 4_096) },
        { """{"f":"ended","at":"2026-03-01T12:00:00.25+00:00","status":200,"code":"Completed","bytes":4096,"verdict":"RateLimited","retry_after_ms":7000}""", new WalkEnded(At, 200, "Completed", 4_096, AttemptVerdict.RateLimited, 7_000) },
    };

    [Theory, MemberData(nameof(Golden))]
    public void a_fact_is_written_as_exactly_its_golden_json(string json, WalkFact fact) =>
        Assert.Equal(fact is RequestArrived ? $"[{json}]" : $"[{Written(Arrived)},{json}]",
            Text(fact is RequestArrived ? [fact] : [Arrived, fact]));

    [Fact]
    public void every_kind_of_fact_has_a_golden_line()
    {
        var kinds = typeof(WalkFact).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(WalkFact)));

        Assert.Equal(kinds.ToHashSet(), Golden.Select(row => row[1].GetType()).ToHashSet());
    }

    [Fact]
    public void every_refusal_of_a_lease_has_its_stored_name() => Assert.Equal(
        ["disabled", "cooling", "probe_in_flight", "rpm", "tpm", "concurrency", "emergency_rpm", "fault", "recovering", "model_absent",
            "learned_limit", "named_limit", "rpd"],
        Enum.GetValues<LeaseRefusal>().Where(r => r != LeaseRefusal.None)
            .Select(r => Text([Lease(r, null, null, false)]).Split("\"refused\":\"")[1].Split('"')[0]));

    [Fact]
    public void what_a_client_chose_is_escaped() =>
        Assert.Contains("""
            "model":"a\u0022,\u0022x\u0022:\n"
            """.Trim(), Text([Arrived with { Model = "a\",\"x\":\n" }]), StringComparison.Ordinal);

    [Fact]
    public void no_facts_are_an_empty_array() => Assert.Equal("[]", Text([]));

    private static BackendPicked Picked(int[]? loads, int chosen) =>
        new(At, RequestPhase.Routing, Board, default(BackendSet).With(1), loads, chosen);

    private static LeaseAnswered Lease(LeaseRefusal refusal, DateTimeOffset? retryAt, long? epoch, bool isProbe) =>
        new(At, RequestPhase.PrimaryWait, "nim-1", refusal, retryAt, epoch, isProbe);

    private static string Written(WalkFact fact) => Text([fact])[1..^1];

    private static string Text(IReadOnlyList<WalkFact> facts) => Encoding.UTF8.GetString(WalkFactCodec.Write(facts));
}
