namespace Sidecar.Journal;

/// <summary>The persistence ids of the journal. They never change, because an id that changes loses its history.</summary>
public static class JournalIds
{
    public const string BackendPrefix = "backend-";

    /// <summary>Events that belong to no single backend.</summary>
    public const string Emergency = "emergency";

    /// <summary>Backends defined at run time.</summary>
    public const string Definitions = "backends";

    public static string OfBackend(string backend) => BackendPrefix + backend;

    /// <summary>The backend that a persistence id belongs to, or null.</summary>
    public static string? BackendOf(string persistenceId) =>
        persistenceId.StartsWith(BackendPrefix, StringComparison.Ordinal) ? persistenceId[BackendPrefix.Length..] : null;
}
