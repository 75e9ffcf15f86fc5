using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Tests.Limits;

using static Kit.Instants;

public sealed class SilenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(2, 9, 9, 0, 2)] // nothing was ever answered: so slow may it be
    [InlineData(2, 10, 5, 0, Silence.Load + 2)]
    [InlineData(2, 1.9, 1, 0.1, 2)]
    [InlineData(2, 2, 1, 0.1, Silence.Load + 2)]
    [InlineData(2, 100, 50, 30, 2)] // it often takes half a minute
    [InlineData(2, 120, 50, 30, Silence.Load + 2)]
    [InlineData(2, 30, 8, 0.1, 0)] // somebody has to find out
    [InlineData(2, 30, 7.9, 0.1, Silence.Load + 2)]
    [InlineData(2, 600, 99, 0.1, Silence.Load + 2)] // the longer it lasts, the less often
    [InlineData(2, 600, 100, 0.1, 0)]
    [InlineData(0, 600, 600, 0.1, 0)] // nothing is open: nothing is silent
    public void what_a_backend_counts_as(int open, double unanswered, double started, double slowest, int load) =>
        Assert.Equal(load, Silence.LoadOf(open, Seconds(unanswered), Seconds(started), Seconds(slowest)));

    [Fact]
    public void what_an_answer_overtook_after_a_long_silence_is_lost_until_it_ends()
    {
        var open = new OpenAttempts();
        LeaseKey[] leases = [new("r", 1), new("r", 2), new("r", 3), new("r", 4)];
        open.Start(leases[0], At(0));
        open.Settle(0, Patience);
        open.Start(leases[1], At(1));
        open.Settle(0, Patience);
        open.Start(leases[2], At(15.5));
        open.Settle(0, Patience);
        Assert.Equal((0, At(0).UtcTicks, At(15.5).UtcTicks), (open.Lost, open.UnansweredTicks, open.StartedTicks));

        open.End(leases[2]);
        open.Settle(At(16).UtcTicks, Patience);
        Assert.Equal((2, 0L), (open.Lost, open.UnansweredTicks));

        open.Start(leases[3], At(17));
        open.Settle(At(16).UtcTicks, Patience);
        Assert.Equal((2, At(17).UtcTicks), (open.Lost, open.UnansweredTicks));

        open.End(leases[0]);
        open.End(leases[0]);
        Assert.Equal(1, open.Lost);
        open.End(leases[1]);
        open.End(leases[3]);
        Assert.Equal((0, 0L), (open.Lost, open.UnansweredTicks));
    }

    [Fact]
    public void a_short_silence_loses_nothing()
    {
        var open = new OpenAttempts();
        open.Start(new LeaseKey("r", 1), At(0));
        open.Start(new LeaseKey("r", 2), At(1));
        open.Settle(At(9).UtcTicks, Patience);

        Assert.Equal((0, 0L), (open.Lost, open.UnansweredTicks));
    }
}
