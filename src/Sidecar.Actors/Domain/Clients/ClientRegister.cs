using System.Security.Cryptography;

namespace Sidecar.Domain.Clients;

/// <summary>Every client there is. Immutable.</summary>
public sealed class ClientRegister(IReadOnlyList<Client> clients)
{
    public static readonly ClientRegister Empty = new([]);

    private readonly byte[][] _hashes = [.. clients.Select(client => client.KeyHash.ToArray())];

    public IReadOnlyList<Client> Clients { get; } = clients;

    /// <summary>No client key is asked for.</summary>
    public bool IsOpen => _hashes.Length == 0;

    /// <summary>The client whose key has this hash, or null.</summary>
    public Client? Find(ReadOnlySpan<byte> hash)
    {
        // Every hash is compared, whole: a table, or an early end, would take a time that depends on whose key was nearly met.
        var found = -1;
        for (var i = 0; i < _hashes.Length; i++)
            if (CryptographicOperations.FixedTimeEquals(hash, _hashes[i]))
                found = i;
        return found < 0 ? null : Clients[found];
    }
}
