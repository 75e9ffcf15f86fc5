using Sidecar.Domain.Definitions;
using static Sidecar.Domain.Definitions.DefinitionEvents.V1;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Definitions;

public sealed class DefinitionStateTests
{
    private readonly DefinitionState _state = Fold(Added("a", "s1"), Added("b", null));

    [Fact]
    public void definitions_keep_the_order_in_which_they_were_added()
    {
        Assert.Equal(["a", "b"], _state.Backends.Select(b => b.Id));
        Assert.Equal(["b", "a"], _state.Apply(new BackendRemoved(At(2), "x", "a")).Apply(Added("a", null)).Backends.Select(b => b.Id));
    }

    [Fact]
    public void what_cannot_be_is_refused()
    {
        Assert.Equal(DefinitionRefusal.Exists, _state.Refuse(Added("a", null)));
        Assert.Equal(DefinitionRefusal.Unknown, _state.Refuse(new BackendChanged(At(2), "x", new StoredBackend("c", "{}", null))));
        Assert.Equal(DefinitionRefusal.Unknown, _state.Refuse(new BackendRemoved(At(2), "x", "c")));
        Assert.Equal(DefinitionRefusal.Unknown, _state.Refuse(new SecretsResealed(At(2), "x", "b", "s2")));
        Assert.Null(_state.Refuse(new SecretsResealed(At(2), "x", "a", "s2")));
        Assert.Null(_state.Refuse(new BackendSwitched(At(2), "x", "of-the-file", false)));
    }

    [Fact]
    public void a_switch_holds_until_it_is_taken_back()
    {
        var off = _state.Apply(new BackendSwitched(At(2), "x", "f", false));

        Assert.False(off.Switches["f"]);
        Assert.Empty(off.Apply(new BackendSwitched(At(3), "x", "f", null)).Switches);
    }

    [Fact]
    public void resealing_changes_the_seal_alone()
    {
        var resealed = _state.Apply(new SecretsResealed(At(2), "x", "a", "s2"));

        Assert.Equal(_state.Find("a")! with { Sealed = "s2" }, resealed.Find("a"));
        Assert.Equal(_state.Find("b"), resealed.Find("b"));
    }

    private static BackendAdded Added(string id, string? secrets) => new(At(1), "x", new StoredBackend(id, "{}", secrets));

    private static DefinitionState Fold(params IDefinitionEvent[] events) =>
        events.Aggregate(DefinitionState.Empty, (state, e) => state.Apply(e));
}
