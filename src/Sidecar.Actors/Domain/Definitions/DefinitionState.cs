using System.Collections.Immutable;

namespace Sidecar.Domain.Definitions;

using static DefinitionEvents.V1;

/// <summary>Everything that was defined at run time: the fold of its events. Immutable.</summary>
public sealed record DefinitionState
{
    public static readonly DefinitionState Empty = new();

    /// <summary>In the order in which they were added.</summary>
    public ImmutableList<StoredBackend> Backends { get; init; } = [];

    /// <summary>By id: backends of the file that an operator enabled or disabled.</summary>
    public ImmutableSortedDictionary<string, bool> Switches { get; init; } =
        ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    public StoredBackend? Find(string id) => Backends.Find(backend => backend.Id == id);

    public DefinitionState Apply(IDefinitionEvent @event) => @event switch
    {
        BackendAdded e => this with { Backends = Backends.Add(e.Backend) },
        BackendChanged e => With(e.Id, _ => e.Backend),
        BackendRemoved e => this with { Backends = Backends.RemoveAll(backend => backend.Id == e.Id) },
        BackendSwitched { Enabled: { } enabled } e => this with { Switches = Switches.SetItem(e.Id, enabled) },
        BackendSwitched e => this with { Switches = Switches.Remove(e.Id) },
        SecretsResealed e => With(e.Id, backend => backend with { Sealed = e.Sealed }),
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event.GetType().Name, "not an event of definitions"),
    };

    /// <summary>Why the event is refused now, or null.</summary>
    public DefinitionRefusal? Refuse(IDefinitionEvent @event) => (@event, Find(@event.Id)) switch
    {
        (BackendAdded, not null) => DefinitionRefusal.Exists,
        (BackendChanged or BackendRemoved, null) => DefinitionRefusal.Unknown,
        // Two rotations at once, or one at the same time as a new key: the secret to be replaced is no longer the stored one.
        (SecretsResealed, null or { Sealed: null }) => DefinitionRefusal.Unknown,
        _ => null,
    };

    private DefinitionState With(string id, Func<StoredBackend, StoredBackend> change) =>
        this with { Backends = Backends.ConvertAll(backend => backend.Id == id ? change(backend) : backend) };
}

/// <summary>Why a definition may not be stored.</summary>
public enum DefinitionRefusal
{
    /// <summary>A backend with this id was already added.</summary>
    Exists,

    /// <summary>No backend with this id was added.</summary>
    Unknown,
}
