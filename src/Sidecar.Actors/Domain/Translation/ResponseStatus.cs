namespace Sidecar.Domain.Translation;

/// <summary>How far a response is.</summary>
internal enum ResponseStatus
{
    InProgress,
    Completed,
    Incomplete,
    Failed,
}
