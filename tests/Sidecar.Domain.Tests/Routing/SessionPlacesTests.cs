using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>Where sessions begin, stay and move to.</summary>
public class SessionPlacesTests
{
    private readonly RoutingBoard _board = Sample.Board([.. Enumerable.Range(0, 4).Select(i => Sample.Backend($"k{i}"))]);
    private readonly SessionPlaces _places = new(new RoutingPolicy());
    private DateTimeOffset _now = Instants.Start;

    [Fact]
    public void each_new_session_begins_where_there_is_least_to_do()
    {
        var begun = Enumerable.Range(1, 8).Select(session => Prefer((ulong)session)).ToList();
        Assert.All(begun.GroupBy(backend => backend), sessions => Assert.Equal(2, sessions.Count()));
        Assert.Equal(4, begun.Distinct().Count());
    }

    [Fact]
    public void it_stays_where_it_was_served_last_however_busy_it_is_itself()
    {
        Assert.NotNull(Prefer(1));
        _places.Served(1, "k3", _now);
        for (var turn = 0; turn < 100; turn++)
        {
            _now += TimeSpan.FromSeconds(1);
            Assert.Equal("k3", Prefer(1));
            _places.Served(1, "k3", _now);
        }
    }

    [Fact]
    public void of_many_that_gathered_at_one_some_move_until_none_has_more_than_twice_as_much()
    {
        for (var session = 1UL; session <= 8; session++)
        {
            Prefer(session);
            _places.Served(session, "k0", _now);
        }
        var last = new string?[8];
        for (var turn = 0; turn < 20; turn++)
            for (var session = 1UL; session <= 8; session++)
            {
                _now += TimeSpan.FromSeconds(1);
                last[session - 1] = Prefer(session);
                _places.Served(session, last[session - 1]!, _now);
            }
        var counts = last.GroupBy(backend => backend).Select(sessions => sessions.Count()).ToList();
        Assert.Equal(4, counts.Count);
        Assert.InRange(counts.Max(), 2, 4);
    }

    [Fact]
    public void nobody_is_preferred_whose_limits_are_used_up_while_others_are_open()
    {
        Prefer(1);
        _places.Served(1, "k0", _now);
        _board.Gauges[0].Set(0, _now + TimeSpan.FromMinutes(1));
        Assert.NotEqual("k0", Prefer(1));
    }

    [Fact]
    public void it_is_forgotten_after_a_while_and_without_a_board_only_remembered()
    {
        Assert.Null(_places.Prefer(1, null, Query(1)));
        _places.Served(1, "gone", _now);
        Assert.Equal("gone", _places.Prefer(1, null, Query(1)));
        _now += TimeSpan.FromHours(2);
        Assert.Null(_places.Prefer(1, null, Query(1)));
    }

    private string? Prefer(ulong session) => _places.Prefer(session, _board, Query(session));

    private PickQuery Query(ulong session) => new("m", default, _now, 0, new Domain.Walk.Chance(session).Next());
}
