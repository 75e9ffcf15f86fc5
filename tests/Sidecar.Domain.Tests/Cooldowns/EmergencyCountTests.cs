using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>At most one event a second, with the number of activations; none goes uncounted.</summary>
public sealed class EmergencyCountTests
{
    [Fact]
    public void the_first_is_told_at_once_and_those_behind_it_together()
    {
        var (count, first) = EmergencyCount.None.Add(One(0));
        Assert.Equal(One(0), first);
        (count, var none) = count.Add(One(100));
        Assert.Null(none);
        (count, none) = count.Add(One(900));
        Assert.Null(none);

        (count, var together) = count.End(At(1_000));

        Assert.Equal(One(100) with { At = At(1_000), Activations = 2 }, together);
        Assert.True(count.IsOpen);
        Assert.Equal((EmergencyCount.None, null), count.End(At(2_000)));
    }

    [Fact]
    public void a_storm_of_200_a_second_makes_one_event_a_second_and_loses_none()
    {
        var (count, told, events) = (EmergencyCount.None, 0, 0);
        for (var i = 0; i < 4 * 60 * 200; i++)
        {
            if (i > 0 && i % 200 == 0)
                Tell(count.End(At(5 * i)));
            Tell(count.Add(One(5 * i)));
        }
        Tell(count.End(At(240_000)));

        Assert.Equal(48_000, told);
        Assert.InRange(events, 1, 241);

        void Tell((EmergencyCount Next, V1.EmergencyActivated? Due) counted)
        {
            count = counted.Next;
            told += counted.Due?.Activations ?? 0;
            events += counted.Due is null ? 0 : 1;
        }
    }

    private static DateTimeOffset At(int milliseconds) => Instants.Start.AddMilliseconds(milliseconds);

    private static V1.EmergencyActivated One(int milliseconds) => new(At(milliseconds), "m", new Cause($"r{milliseconds}"));
}
