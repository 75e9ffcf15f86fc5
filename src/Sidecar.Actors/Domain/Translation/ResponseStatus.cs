namespace Sidecar.Domain.Translation;

/// <summary>The status of a response.</summary>
internal enum ResponseStatus
{
    InProgress,
    Completed,
    Incomplete,
    Failed,
}
