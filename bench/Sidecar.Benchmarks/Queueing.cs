using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Routing;

namespace Sidecar.Benchmarks;

/// <summary>Primary-wait, per waiting request: it joins a queue that waits for a resting fleet, is offered the one backend that has
/// recovered, and leaves. The queue is asked as the pool asks it: for offers, the next due time and promises with every message.</summary>
public class Queueing
{
    private const int Episode = 10_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private RoutingBoard _resting = null!;
    private RoutingBoard _recovered = null!;
    private int _turn;

    [Params(1, 20, 1000)]
    public int Backends { get; set; }

    [Params(100, 1000, 10_000)]
    public int Waiting { get; set; }

    [Params("none", "one backend each")]
    public string Bars { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var fleet = Fleets.Primary(Backends);
        _recovered = RoutingBoard.Of(fleet);
        var resting = Domain.Cooldowns.BackendState.Fresh with
        {
            Whole = Domain.Cooldowns.RestState.Fresh with { Mode = Domain.Cooldowns.RestMode.Cooling, Until = Start.AddHours(1) },
        };
        _resting = _recovered with { States = [.. _recovered.States.Select(_ => resting)] };
        _recovered = _recovered with { States = _resting.States.SetItem(0, Domain.Cooldowns.BackendState.Fresh) };
    }

    [Benchmark(OperationsPerInvoke = Episode)]
    public int JoinAndLeave()
    {
        var served = 0;
        for (var round = 0; round < Episode / Waiting; round++)
        {
            var queue = new WaitingQueue(Waiting);
            for (var ticket = 1; ticket <= Waiting; ticket++)
            {
                queue.TryJoin(new Waiter(ticket, Bodies.Model, BarsOf(ticket)));
                Ask(queue, _resting, Start);
            }
            queue.Changed(0);
            for (var left = Waiting; left > 0; left--)
            {
                if (Ask(queue, _recovered, Start.AddMinutes(1)) is not { } ticket)
                    continue;
                queue.Leave(ticket);
                served++;
            }
        }
        return served;
    }

    private long? Ask(WaitingQueue queue, RoutingBoard board, DateTimeOffset now)
    {
        var offered = queue.Next(board, now)?.Waiter.Ticket;
        queue.NextDue(board, now);
        foreach (var backend in board.Catalog.PoolMembers[0])
            _turn += queue.PromiseOf(board, backend, now, board.Promised[backend]) != Promise.None ? 1 : 0;
        return offered;
    }

    private IReadOnlyDictionary<int, DateTimeOffset> BarsOf(int ticket) =>
        Bars == "none" ? Waiter.NoExclusions : new Dictionary<int, DateTimeOffset>
        {
            [ticket % Backends] = Start.AddSeconds(1
            + ticket % 50)
        };
}
