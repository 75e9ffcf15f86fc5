using System.Security.Cryptography;

namespace Sidecar.Domain.Clients;

/// <summary>All clients. Immutable.</summary>
public sealed class ClientRegister
{
    public static readonly ClientRegister Empty = new([]);

    private readonly Dictionary<int, (byte[] Hash, Client Client)[]> _byTag;

    public ClientRegister(IReadOnlyList<Client> clients)
    {
        Clients = clients;
        _byTag = clients.Select(client => (Hash: client.KeyHash.ToArray(), client)).GroupBy(entry => TagOf(entry.Hash))
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    public IReadOnlyList<Client> Clients { get; }

    /// <summary>No client key is required.</summary>
    public bool IsOpen => Clients.Count == 0;

    /// <summary>The client whose key has this hash, or null. Takes as long with ten thousand clients as with one.</summary>
    public Client? Find(ReadOnlySpan<byte> hash)
    {
        Client? found = null;
        if (_byTag.TryGetValue(TagOf(hash), out var entries))
            // All entries are compared in full: stopping early would take a time that tells how close a guess came.
            foreach (var (known, client) in entries)
                if (CryptographicOperations.FixedTimeEquals(hash, known))
                    found = client;
        return found;
    }

    // The tag covers the whole hash, with a random seed per process, so the time of a lookup tells nothing useful about a key.
    private static int TagOf(ReadOnlySpan<byte> hash)
    {
        var tag = new HashCode();
        tag.AddBytes(hash);
        return tag.ToHashCode();
    }
}
