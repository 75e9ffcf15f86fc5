using Sidecar.Domain.Limits;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Limits;

public sealed class RequestWindowTests
{
    [Fact]
    public void the_first_starts_are_granted_at_once_and_the_next_when_the_oldest_leaves_the_window()
    {
        var window = new RequestWindow(2);
        window.Take(At(0));
        window.Take(At(10));

        Assert.Equal(At(60.25), window.NextAt(At(20)));
        Assert.Equal(At(60.25), window.NextAt(At(60.249)));
        Assert.Equal(At(60.25), window.NextAt(At(60.25)));
        window.Take(At(60.25));
        Assert.Equal(At(70.25), window.NextAt(At(60.25)));
    }

    [Fact]
    public void a_burst_after_a_quiet_minute_is_no_larger_than_the_limit()
    {
        var window = new RequestWindow(3);
        var granted = 0;
        for (; window.NextAt(At(3_600)) <= At(3_600); granted++)
            window.Take(At(3_600));

        Assert.Equal(3, granted);
    }

    [Fact]
    public void a_limit_of_zero_grants_everything()
    {
        var window = new RequestWindow(0);
        for (var i = 0; i < 10_000; i++)
            window.Take(At(0));

        Assert.Equal(At(0), window.NextAt(At(0)));
        Assert.Equal(0, window.Used(At(0)));
    }

    [Fact]
    public void used_counts_the_starts_in_the_window_that_ends_now()
    {
        var window = new RequestWindow(10);
        window.Take(At(0));
        window.Take(At(30));

        Assert.Equal((2, 1, 0), (window.Used(At(60)), window.Used(At(61)), window.Used(At(91))));
    }
}
