namespace Sidecar.Domain.Clients;

/// <summary>A client that may use the proxy, identified by the hash of its key. Immutable.</summary>
/// <param name="Name">Unique; appears in the ledger.</param>
/// <param name="KeyHash">SHA-256 of the key, 32 bytes.</param>
/// <param name="Rpm">Requests in any window of 60 s; 0: no limit.</param>
/// <param name="AllowedModels">Empty: every model.</param>
public sealed record Client(string Name, IReadOnlyList<byte> KeyHash, int Rpm, IReadOnlyList<string> AllowedModels)
{
    /// <summary>Whether the client may send this. A model counts as allowed under the name that the client wrote or under the one its
    /// alias stands for.</summary>
    /// <param name="asked">The model named in the body; null if it names none.</param>
    /// <param name="resolved">The model after aliases.</param>
    /// <param name="hasBody">A body whose model cannot be read may name any, so a client with a list of models may not send one.</param>
    public bool Allows(string? asked, string resolved, bool hasBody) =>
        AllowedModels.Count == 0
        || (asked is null ? !hasBody
            : AllowedModels.Contains(asked, StringComparer.Ordinal) || AllowedModels.Contains(resolved, StringComparer.Ordinal));
}
