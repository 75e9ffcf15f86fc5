using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class WakeReasonTests
{
    private static readonly Cause Nobody = new(null);

    [Fact]
    public void the_latest_event_that_freed_the_backend_is_the_reason()
    {
        var (because, freed) = Of(Cooled(0, 10), new CooldownEnded(At(10), null, false, Nobody),
            new ProbeLeased(At(10), null, At(40), new Cause("prober", 1)), new ProbeClosed(At(12), null, new Cause("prober", 1, 200)));

        Assert.Equal(("a probe succeeded", "prober"), (because, freed!.Cause.RequestId));
    }

    [Fact]
    public void a_deadline_that_passed_before_anybody_said_so_points_at_the_rest()
    {
        var (because, freed) = Of(Cooled(0, 10));

        Assert.Equal(("the deadline of its rest passed", "culprit"), (because, freed!.Cause.RequestId));
    }

    [Fact]
    public void what_ended_for_another_model_freed_nothing_here() =>
        Assert.Null(Of(new CooldownEnded(At(10), "x", false, Nobody)).Event);

    [Fact]
    public void what_had_ended_before_the_wait_freed_nothing_either()
    {
        var (because, freed) = Of(new CooldownEnded(At(1), null, false, Nobody));

        Assert.Null(freed);
        Assert.Contains("not journalled", because, StringComparison.Ordinal);
    }

    // The wait lasts from second 5 to second 13.
    private static (string Because, JournalledEvent? Event) Of(params IBackendEvent[] events) => WakeReason.Of(
        new BackendHistory(BackendState.Fresh, [.. events.Select((e, i) => new JournalledEvent(i + 1, i + 1, e.GetType().Name, e))]), "m",
            At(5), At(13));

    private static CooldownStarted Cooled(double at, double until) =>
        new(At(at), null, CooldownReason.RateLimited, At(until), 1, 0, new Cause("culprit", 1, 429));
}
