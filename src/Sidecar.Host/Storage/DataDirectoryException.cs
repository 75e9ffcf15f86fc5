namespace Sidecar.Storage;

/// <summary>The data directory cannot be used; the message says which, why, and what to set.</summary>
public sealed class DataDirectoryException(string dataDirectory, Exception cause)
    : IOException($"The data directory '{dataDirectory}' cannot be used: {cause.Message} Set sidecar.data-dir to a directory that Sidecar may write to.", cause);
