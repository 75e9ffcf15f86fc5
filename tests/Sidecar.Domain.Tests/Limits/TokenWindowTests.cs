using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

public sealed class TokenWindowTests
{
    private readonly TokenWindow _window = new(100);

    [Fact]
    public void tokens_are_granted_until_the_limit_and_again_when_enough_of_the_oldest_left_the_window()
    {
        _window.Take(Lease(1), At(0), 30);
        _window.Take(Lease(2), At(10), 40);
        _window.Take(Lease(3), At(20), 30);

        Assert.Equal(At(60.25), _window.NextAt(At(30), 1));
        Assert.Equal(At(60.25), _window.NextAt(At(30), 30));
        Assert.Equal(At(70.25), _window.NextAt(At(30), 31));
        Assert.Equal(At(80.25), _window.NextAt(At(30), 100));
    }

    [Fact]
    public void settling_below_the_estimate_makes_room_at_once()
    {
        _window.Take(Lease(1), At(0), 100);
        _window.Settle(Lease(1), 20);

        Assert.Equal(At(1), _window.NextAt(At(1), 80));
        Assert.Equal(At(60.25), _window.NextAt(At(1), 81));
    }

    [Fact]
    public void settling_above_the_estimate_takes_the_difference()
    {
        _window.Take(Lease(1), At(0), 10);
        _window.Settle(Lease(1), 500);

        Assert.Equal(At(60.25), _window.NextAt(At(1), 1));
    }

    [Fact]
    public void an_unknown_usage_keeps_the_estimate_and_settling_counts_once()
    {
        _window.Take(Lease(1), At(0), 60);
        _window.Settle(Lease(1), null);
        _window.Settle(Lease(1), 0);
        _window.Settle(Lease(9), 1_000_000);

        Assert.Equal(At(1), _window.NextAt(At(1), 40));
        Assert.Equal(At(60.25), _window.NextAt(At(1), 41));
    }

    [Fact]
    public void a_usage_that_comes_after_the_window_changes_nothing()
    {
        _window.Take(Lease(1), At(0), 60);
        Assert.Equal(At(61), _window.NextAt(At(61), 100));
        _window.Settle(Lease(1), 1_000);

        Assert.Equal(At(61), _window.NextAt(At(61), 100));
    }

    [Fact]
    public void a_request_larger_than_the_limit_is_granted_alone()
    {
        Assert.Equal(At(0), _window.NextAt(At(0), 1_000));
        _window.Take(Lease(1), At(0), 1_000);

        Assert.Equal(At(60.25), _window.NextAt(At(1), 1));
        Assert.Equal(At(60.25), _window.NextAt(At(1), 1_000));
    }

    [Fact]
    public void a_limit_of_zero_grants_everything()
    {
        var window = new TokenWindow(0);
        window.Take(Lease(1), At(0), long.MaxValue);

        Assert.Equal(At(0), window.NextAt(At(0), long.MaxValue));
    }

    private static LeaseKey Lease(int number) => new("r", number);
}
