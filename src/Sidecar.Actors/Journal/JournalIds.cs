namespace Sidecar.Journal;

/// <summary>The persistence ids of the journal. They are permanent: an id that changes loses its history.</summary>
public static class JournalIds
{
    public const string BackendPrefix = "backend-";

    /// <summary>Events that belong to no one backend.</summary>
    public const string Emergency = "emergency";

    /// <summary>What was defined beside the configuration file.</summary>
    public const string Definitions = "backends";

    public static string OfBackend(string backend) => BackendPrefix + backend;

    /// <summary>The backend that a persistence id belongs to, or null.</summary>
    public static string? BackendOf(string persistenceId) =>
        persistenceId.StartsWith(BackendPrefix, StringComparison.Ordinal) ? persistenceId[BackendPrefix.Length..] : null;
}
