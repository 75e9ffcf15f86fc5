namespace Sidecar.Host.Storage;

/// <summary>Another Sidecar is using this storage; the message says where it is, and what to do.</summary>
public sealed class StorageInUseException(string message) : IOException(message);
