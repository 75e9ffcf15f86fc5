using Sidecar.Domain.Clients;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Clients;

public sealed class ClientRatesTests
{
    private readonly ClientRates _rates = new();

    [Fact]
    public void each_client_has_a_window_of_its_own()
    {
        Assert.Null(_rates.Take(Client("a", 1), At(0)));
        Assert.Null(_rates.Take(Client("b", 1), At(0)));

        Assert.Equal((56, 51), (_rates.Take(Client("a", 1), At(5)), _rates.Take(Client("b", 1), At(10))));
        Assert.Null(_rates.Take(Client("a", 1), At(60.25)));
    }

    [Fact]
    public void a_refusal_says_at_least_one_second_and_counts_nothing()
    {
        Assert.Null(_rates.Take(Client("a", 1), At(0)));
        for (var i = 0; i < 10; i++)
            Assert.Equal(1, _rates.Take(Client("a", 1), At(60)));

        Assert.Null(_rates.Take(Client("a", 1), At(60.25)));
    }

    [Fact]
    public void a_limit_that_is_lowered_counts_what_was_started_before()
    {
        foreach (var second in new[] { 0, 10, 20 })
            Assert.Null(_rates.Take(Client("a", 3), At(second)));

        Assert.Equal(41, _rates.Take(Client("a", 1), At(40)));
        Assert.Null(_rates.Take(Client("a", 4), At(40)));
    }

    [Fact]
    public void threads_together_get_no_more_than_the_limit()
    {
        var granted = 0;
        Parallel.For(0, 2_000, _ =>
        {
            if (_rates.Take(Client("a", 100), At(0)) is null)
                Interlocked.Increment(ref granted);
        });

        Assert.Equal(100, granted);
    }

    private static Client Client(string name, int rpm) => new(name, new byte[32], rpm, []);
}
