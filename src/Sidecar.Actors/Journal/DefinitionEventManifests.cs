using Sidecar.Domain.Definitions;

namespace Sidecar.Journal;

/// <summary>The names under which events of definitions are stored; permanent, like <see cref="BackendEventManifests"/>.</summary>
internal static class DefinitionEventManifests
{
    public const string BackendAdded = "backend-added.v1";
    public const string BackendChanged = "backend-changed.v1";
    public const string BackendRemoved = "backend-removed.v1";
    public const string BackendSwitched = "backend-switched.v1";
    public const string SecretsResealed = "secrets-resealed.v1";

    private static readonly HashSet<string> All = [BackendAdded, BackendChanged, BackendRemoved, BackendSwitched, SecretsResealed];

    public static bool Knows(string manifest) => All.Contains(manifest);

    public static string Of(IDefinitionEvent happened) => happened switch
    {
        DefinitionEvents.V1.BackendAdded => BackendAdded,
        DefinitionEvents.V1.BackendChanged => BackendChanged,
        DefinitionEvents.V1.BackendRemoved => BackendRemoved,
        DefinitionEvents.V1.BackendSwitched => BackendSwitched,
        DefinitionEvents.V1.SecretsResealed => SecretsResealed,
        _ => throw new ArgumentException($"The event type {happened.GetType().Name} has no manifest.", nameof(happened)),
    };
}
