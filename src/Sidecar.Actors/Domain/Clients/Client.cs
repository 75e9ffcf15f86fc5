namespace Sidecar.Domain.Clients;

/// <summary>Somebody who may use the proxy, known by the hash of a key. Immutable.</summary>
/// <param name="Name">Unique; stands in the ledger.</param>
/// <param name="KeyHash">SHA-256 of the key, 32 bytes.</param>
/// <param name="Rpm">Requests in any window of 60 s; 0: no limit.</param>
/// <param name="AllowedModels">Empty: every model.</param>
public sealed record Client(string Name, IReadOnlyList<byte> KeyHash, int Rpm, IReadOnlyList<string> AllowedModels)
{
    /// <summary>Whether the client may send this. A name counts as the client wrote it or as what its alias stands for.</summary>
    /// <param name="asked">The model as the body names it; null when it names none.</param>
    /// <param name="resolved">After aliases.</param>
    /// <param name="hasBody">A body whose model cannot be read may name any, so that a client with a list may not send it.</param>
    public bool Allows(string? asked, string resolved, bool hasBody) =>
        AllowedModels.Count == 0
        || (asked is null ? !hasBody
            : AllowedModels.Contains(asked, StringComparer.Ordinal) || AllowedModels.Contains(resolved, StringComparer.Ordinal));
}
