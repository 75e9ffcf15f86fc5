using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class BackendStateFoldTests
{
    private static readonly Cause Operator = new(null, By: "ann");
    private static readonly CooldownStarted Started = new(Instants.Start, null, CooldownReason.Operator, Instants.At(100), 0, 0, Operator);

    [Fact]
    public void an_operators_end_reopens_at_once_and_shortens_the_deadline()
    {
        var state = BackendState.Fresh.Apply([Started, new CooldownEnded(Instants.At(10), null, true, Operator)]);

        Assert.Equal((RestMode.Available, Instants.At(10)), (state.Whole.Mode, state.Whole.Until));
        Assert.True(state.IsOpenFor("m", Instants.At(10)));
        Assert.True(state.IsClean);
    }

    [Fact]
    public void an_expiry_leaves_a_probe_to_be_made()
    {
        var state = BackendState.Fresh.Apply([Started, new CooldownEnded(Instants.At(130), null, false, new Cause(null))]);

        Assert.Equal((RestMode.Probing, Instants.At(100)), (state.Whole.Mode, state.Whole.Until));
        Assert.True(state.Whole.AwaitsProbeAt(Instants.At(130)));
    }

    [Fact]
    public void each_cooldown_raises_the_epoch_and_an_extension_does_not()
    {
        var state = BackendState.Fresh.Apply(
            [Started, Started with { Model = "a" }, new CooldownExtended(Instants.At(1), null, Instants.At(200), Operator)]);

        Assert.Equal((2L, 1L, 2L), (state.Epoch, state.Whole.Epoch, state.Rest("a").Epoch));
        Assert.Equal(Instants.At(200), state.Whole.Until);
    }

    [Fact]
    public void a_model_is_available_only_when_it_and_its_backend_are()
    {
        var state = BackendState.Fresh.Apply([Started, Started with { Model = "a", Until = Instants.At(150) }]);

        Assert.Equal(Instants.At(150), state.NextAt("a", Instants.Start));
        Assert.Equal(Instants.At(100), state.NextAt("b", Instants.Start));
        Assert.Equal(Instants.At(120), state.NextAt("b", Instants.At(120)));
    }

    [Fact]
    public void an_event_that_is_not_of_a_backend_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => BackendState.Fresh.Apply(new EmergencyActivated(Instants.Start, "m", Operator)));

    [Fact]
    public void every_reason_is_read_back_from_its_stored_name()
    {
        Assert.Equal(
            ["rate_limited", "overloaded", "credentials", "unhealthy", "operator"],
            Enum.GetValues<CooldownReason>().Select(r => r.ToWire()));
        Assert.All(Enum.GetValues<CooldownReason>(), r => Assert.Equal(r, CooldownReasonNames.FromWire(r.ToWire())));
        Assert.Throws<ArgumentOutOfRangeException>(() => CooldownReasonNames.FromWire("tired"));
    }
}
