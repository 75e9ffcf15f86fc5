using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>Clients take turns; within one client it is first come, first served; the bytes in the queue are bounded.</summary>
public sealed class WaitingTurnsTests
{
    private readonly WaitingQueue _queue = new(100, mostBytes: 1_000);

    [Fact]
    public void one_request_of_another_client_does_not_wait_for_thirty()
    {
        for (var ticket = 1; ticket <= 30; ticket++)
            Join(ticket, "x");
        Join(31, "y");

        Assert.Equal([1, 31, 2, 3], Served(4));
    }

    [Fact]
    public void clients_are_served_in_turn_each_in_its_own_order()
    {
        foreach (var (ticket, client) in new[] { (1, "x"), (2, "x"), (3, "y"), (4, "x"), (5, "z"), (6, "y") })
            Join(ticket, client);

        Assert.Equal([1, 3, 5, 2, 6, 4], Served(6));
    }

    [Fact]
    public void a_client_that_comes_one_at_a_time_takes_turns_with_one_that_queues()
    {
        for (var ticket = 1; ticket <= 3; ticket++)
            Join(ticket, "x");
        Join(11, "y");
        Assert.Equal([1, 11], Served(2));
        Join(12, "y");

        Assert.Equal([2, 12, 3], Served(3));
    }

    [Fact]
    public void two_backends_at_once_are_offered_to_two_clients()
    {
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"));
        foreach (var (ticket, client) in new[] { (1, "x"), (2, "x"), (3, "y") })
            Join(ticket, client);

        Assert.Equal([1, 3], new[] { _queue.Next(board, Start)!.Value.Waiter.Ticket, _queue.Next(board, Start)!.Value.Waiter.Ticket });
    }

    [Fact]
    public void a_refusal_costs_a_client_no_turn()
    {
        var board = Sample.Board(Sample.Backend("a"));
        Join(1, "x");
        Join(2, "y");
        _queue.Next(board, Start);
        _queue.Refused(1, 0, At(5));

        Assert.Equal(1, _queue.Next(board, At(5))!.Value.Waiter.Ticket);
    }

    [Fact]
    public void bytes_that_wait_are_bounded_and_given_back()
    {
        Assert.True(_queue.TryJoin(new Waiter(1, "m", Waiter.NoExclusions, Bytes: 600)));
        Assert.False(_queue.TryJoin(new Waiter(2, "m", Waiter.NoExclusions, Bytes: 401)));
        Assert.True(_queue.TryJoin(new Waiter(3, "m", Waiter.NoExclusions, Bytes: 400)));
        Assert.True(_queue.TryJoin(new Waiter(3, "m", Waiter.NoExclusions, Bytes: 400)));
        Assert.Equal(1_000, _queue.Bytes);
        _queue.Leave(1);

        Assert.True(_queue.TryJoin(new Waiter(2, "m", Waiter.NoExclusions, Bytes: 401)));
        Assert.False(_queue.TryJoin(new Waiter(4, "m", Waiter.NoExclusions, Bytes: 1_001)));
    }

    private void Join(long ticket, string client) => _queue.TryJoin(new Waiter(ticket, "m", Waiter.NoExclusions, client));

    private List<long> Served(int count)
    {
        var (board, served) = (Sample.Board(Sample.Backend("a")), new List<long>());
        for (var i = 0; i < count; i++)
        {
            served.Add(_queue.Next(board, Start)!.Value.Waiter.Ticket);
            _queue.Leave(served[^1], isServed: true);
        }
        return served;
    }
}
