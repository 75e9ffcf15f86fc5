using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Benchmarks;

/// <summary>Encodes a walk's facts into the bytes that the ledger keeps: with the candidates of each pick, and with failed attempts before
/// the last.</summary>
public class FactWriting
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private readonly WalkFactEncoder _encoder = new();
    private WalkFact[] _facts = [];

    [Params(1, 20, 64)]
    public int Backends { get; set; }

    [Params(1, 3)]
    public int Attempts { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var board = RoutingBoard.Of(Fleets.Of(Backends));
        _facts =
        [
            new RequestArrived(At, "0196f0c1d2e37000a1b2c3d4e5f60718", Bodies.Model, false, 120, null, 7, 1),
            .. Enumerable.Range(1, Attempts).SelectMany(number => Attempt(board, number)),
            new WalkEnded(At, 200, "Completed", 1024),
        ];
    }

    // Written as the ledger does it, into the memory used for the walk before.
    [Benchmark]
    public int Write() => _encoder.Encode("0196f0c1d2e37000a1b2c3d4e5f60718", _facts).Length;

    private WalkFact[] Attempt(RoutingBoard board, int number)
    {
        var (chosen, isLast) = (number % Backends, number == Attempts);
        var id = board.Catalog.Backends[chosen].Id;
        return
        [
            new BackendPicked(At, RequestPhase.Routing, board, default, board.Loads(At), chosen),
            new LeaseAnswered(At, RequestPhase.Routing, id, LeaseRefusal.None, null, 0, false),
            new UpstreamAnswered(At, RequestPhase.Routing, id, number, isLast ? 200 : 429, null,
                isLast ? AttemptVerdict.Success : AttemptVerdict.RateLimited, isLast ? null : 7_000),
        ];
    }
}
