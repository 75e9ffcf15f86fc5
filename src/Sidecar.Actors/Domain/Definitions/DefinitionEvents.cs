namespace Sidecar.Domain.Definitions;

/// <summary>An operator's change to the definitions of backends. Immutable, with its own instant.</summary>
public interface IDefinitionEvent
{
    DateTimeOffset At { get; }

    /// <summary>Who did it.</summary>
    string By { get; }

    /// <summary>The backend's id.</summary>
    string Id { get; }

    /// <summary>The reason that the operator gave; null if none.</summary>
    string? Why { get; }
}

/// <summary>The journal's events under the persistence id <c>backends</c>. Storage formats, like
/// <see cref="Cooldowns.CooldownEvents"/>.</summary>
public static class DefinitionEvents
{
    public static class V1
    {
        /// <summary>A backend was added to those of the file.</summary>
        public sealed record BackendAdded(DateTimeOffset At, string By, StoredBackend Backend, string? Why = null) : IDefinitionEvent
        {
            public string Id => Backend.Id;
        }

        /// <summary>The definition was replaced; this is the whole new one.</summary>
        public sealed record BackendChanged(DateTimeOffset At, string By, StoredBackend Backend, string? Why = null) : IDefinitionEvent
        {
            public string Id => Backend.Id;
        }

        public sealed record BackendRemoved(DateTimeOffset At, string By, string Id, string? Why = null) : IDefinitionEvent;

        /// <summary>A backend of the file was enabled or disabled; <paramref name="Enabled"/> null: the file decides again.</summary>
        public sealed record BackendSwitched(DateTimeOffset At, string By, string Id, bool? Enabled, string? Why = null) : IDefinitionEvent;

        /// <summary>The same secrets were encrypted with another master key.</summary>
        public sealed record SecretsResealed(DateTimeOffset At, string By, string Id, string Sealed) : IDefinitionEvent
        {
            public string? Why => null;
        }
    }
}
