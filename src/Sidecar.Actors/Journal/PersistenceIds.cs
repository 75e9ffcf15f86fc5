namespace Sidecar.Journal;

/// <summary>The journal's persistence ids. They are global and for ever.</summary>
public static class PersistenceIds
{
    public const string Emergency = "emergency";

    private const string BackendPrefix = "backend-";

    public static string Of(string backendId) => BackendPrefix + backendId;

    /// <summary>The backend whose events are kept under the id; null for ids that are no backend's.</summary>
    public static string? BackendOf(string persistenceId) =>
        persistenceId.StartsWith(BackendPrefix, StringComparison.Ordinal) ? persistenceId[BackendPrefix.Length..] : null;
}
