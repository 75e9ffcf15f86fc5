using System.Security.Cryptography;

namespace Sidecar.Domain.Clients;

/// <summary>Every client there is. Immutable.</summary>
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

    /// <summary>No client key is asked for.</summary>
    public bool IsOpen => Clients.Count == 0;

    /// <summary>The client whose key has this hash, or null. Takes as long with ten thousand clients as with one.</summary>
    public Client? Find(ReadOnlySpan<byte> hash)
    {
        Client? found = null;
        if (_byTag.TryGetValue(TagOf(hash), out var entries))
            // Every one is compared, whole: an early end would take a time that depends on how nearly it was met.
            foreach (var (known, client) in entries)
                if (CryptographicOperations.FixedTimeEquals(hash, known))
                    found = client;
        return found;
    }

    // Of the whole hash, with a seed that each process draws anew: the time of a look-up tells nothing about a key, and what it tells of
    // the tag nobody can use.
    private static int TagOf(ReadOnlySpan<byte> hash)
    {
        var tag = new HashCode();
        tag.AddBytes(hash);
        return tag.ToHashCode();
    }
}
