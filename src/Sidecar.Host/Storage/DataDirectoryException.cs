namespace Sidecar.Host.Storage;

/// <summary>The data directory cannot be used; the message says which, why, and what to do.</summary>
public sealed class DataDirectoryException(string message, Exception cause) : IOException(message, cause);
