using Sidecar.Domain.Routing;
using Sidecar.Pools;

namespace Sidecar.Actors.Tests.Pools;

/// <summary>An offer lists what the pool has done since the last offer known to be recorded.</summary>
public sealed class PoolOrderTests
{
    private readonly PoolOrder _order = new();

    [Fact]
    public void an_offer_that_was_taken_up_is_not_told_again()
    {
        _order.Joined(1);
        Assert.Equal((1L, "j1 o1a"), Told(_order.Offered(1, "a")));

        _order.Refused(1);

        Assert.Equal((3L, "r1 o1a"), Told(_order.Offered(1, "a")));
    }

    [Fact]
    public void an_offer_that_nobody_took_up_is_told_by_the_next()
    {
        _order.Joined(1);
        _order.Offered(1, "a");
        _order.Joined(2);
        _order.Left(1, hasTried: false);

        Assert.Equal((1L, "j1 o1a j2 l1 o2a"), Told(_order.Offered(2, "a")));
    }

    [Fact]
    public void while_nobody_waits_only_the_last_change_of_a_backend_is_kept()
    {
        for (var events = 1; events <= 5_000; events++)
            _order.Changed("a", events, isAwaited: false);
        _order.Joined(1);
        _order.Changed("a", 5_001, isAwaited: true);

        Assert.Equal((1L, "c5000a j1 c5001a o1a"), Told(_order.Offered(1, "a")));
    }

    [Fact]
    public void an_outage_leaves_a_gap_in_the_numbers_and_not_a_heap_in_memory()
    {
        for (var ticket = 1; ticket <= 5_000; ticket++)
        {
            _order.Joined(ticket);
            _order.Left(ticket, hasTried: false);
        }
        _order.Joined(5_001);

        var place = _order.Offered(5_001, "a");

        Assert.True(place.Steps!.Count <= 1_024);
        Assert.Equal(10_003, place.First + place.Steps.Count);
    }

    private static (long, string) Told(PoolPlace place) => (place.First,
        string.Join(' ', place.Steps!.Select(s => $"{(char)s.Kind}{s.Number}{s.Backend}")));
}
