using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.LedgerCost;

/// <summary>A plain request answered by the first of three backends: the facts and rows that it leaves.</summary>
internal static class SampleRequest
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly RoutingBoard Board = RoutingBoard.Of(new BackendCatalog(
        ["primary", "fallback"],
        [Backend("nim-1", "primary"), Backend("nim-2", "primary"), Backend("groq-1", "fallback")],
        new Dictionary<string, string>()));

    // Made as the proxy makes them, ordered by time: what an index costs depends on where its keys go.
    public static string NewId(int number) => Guid.CreateVersion7(At(number)).ToString("N");

    public static List<WalkFact> Facts(string id, int number)
    {
        var at = At(number);
        return new List<WalkFact>(6)
        {
            new RequestArrived(at, id, "meta/llama-3.3-70b-instruct", false, 412, "agents", number, (ulong)number * 0x9E3779B97F4A7C15),
            new BackendPicked(at, RequestPhase.Routing, Board, default, [3, 4, 0], 0),
            new LeaseAnswered(at.AddTicks(312), RequestPhase.Routing, "nim-1", LeaseRefusal.None, null, 2, false),
            new UpstreamAnswered(at.AddTicks(8_214_123), RequestPhase.Routing, "nim-1", 1, 200, null, AttemptVerdict.Success, null),
            new WalkEnded(at.AddTicks(8_391_007), 200, "Completed", 1_024),
        };
    }

    public static AttemptRow Attempt(string id, int number) => new()
    {
        At = At(number).AddTicks(8_391_007),
        RequestId = id,
        Attempt = 1,
        Backend = "nim-1",
        Pool = "primary",
        Model = "meta/llama-3.3-70b-instruct",
        Client = "agents",
        Phase = "routing",
        Status = 200,
        PromptTokens = 389,
        CompletionTokens = 211,
        TotalTokens = 600,
        Cost = 0.000_312m,
        LatencyMs = 839.0695,
        FirstTokenMs = 821.4123,
        Streamed = false,
    };

    public static DateTimeOffset At(int number) => Start.AddTicks(number * 1_427L);

    private static Backend Backend(string id, string pool) => new() { Id = id, Pool = pool, BaseUrl = "https://upstream.test/v1" };
}
