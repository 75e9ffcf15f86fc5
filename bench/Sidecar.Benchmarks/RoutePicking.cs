using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;

namespace Sidecar.Benchmarks;

/// <summary>Picks the backend to ask, by load: from a healthy fleet, and from one whose whole primary pool rests.</summary>
public class RoutePicking
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private RoutingBoard _board = null!;

    [Params(1, 20, 1000)]
    public int Backends { get; set; }

    [Params("healthy", "resting")]
    public string Primary { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _board = RoutingBoard.Of(Fleets.Of(Backends));
        if (Primary == "healthy")
            return;
        var resting = BackendState.Fresh with { Whole = RestState.Fresh with { Mode = RestMode.Cooling, Until = Now.AddMinutes(1) } };
        _board = _board with { States = [.. _board.States.Select((s, i) => _board.Catalog.Backends[i].Pool == "primary" ? resting : s)] };
    }

    [Benchmark]
    public int Pick() => RoutePick.Pick(_board, _board.Loads(Now), RoutingStrategy.LeastLoaded,
        new PickQuery(Bodies.Model, default, Now, 1, 0.5));
}
