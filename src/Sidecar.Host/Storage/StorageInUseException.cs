namespace Sidecar.Host.Storage;

/// <summary>Another Sidecar keeps its journal and ledger there; the message says where, and what to do.</summary>
public sealed class StorageInUseException(string message) : IOException(message);
