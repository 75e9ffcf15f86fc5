using System.Security.Cryptography;
using System.Text;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Door;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Host.Clients;

/// <summary>Admits requests under <c>/v1/</c> by client key, if client keys are in use.</summary>
internal sealed class ClientAuthenticator(ClientRegister register)
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "x-api-key";

    private readonly ClientRates _rates = new();
    private ClientRegister _register = register;

    /// <summary>No client key is required.</summary>
    public bool IsOpen => Volatile.Read(ref _register).IsOpen;

    /// <summary>Replaces the clients; requests already counted stay counted.</summary>
    public void Replace(ClientRegister register) => Volatile.Write(ref _register, register);

    /// <summary>The client that sent the request; null if it has no valid key. The key is removed from the request, so that nothing later
    /// can send it on.</summary>
    public Client? Admit(HttpRequest request)
    {
        var register = Volatile.Read(ref _register);
        var headers = request.Headers;
        var authorization = headers.Authorization.ToString();
        var byBearer = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Find(register, authorization.AsSpan(Scheme.Length)) : null;
        var byKey = headers.TryGetValue(KeyHeader, out var value) ? Find(register, value.ToString()) : null;
        if (byBearer is not null)
            headers.Remove("Authorization");
        if (byKey is not null)
            headers.Remove(KeyHeader);
        return byBearer ?? byKey;
    }

    /// <summary>Why this client may not send this request now, or null.</summary>
    public Refusal? Refuse(Client client, ProxyRequest request, DateTimeOffset now)
    {
        var asked = request.Envelope.ModelStart < 0 ? null : request.Envelope.Model;
        if (!client.Allows(asked, request.Model, request.Body.Length > 0))
            return Refusals.ModelNotAllowed(asked);
        if (client.AllowedModels.Count > 0 && request.Envelope.NamesModelsTwice)
            return Refusals.ModelNamedTwice;
        if (client.AllowedModels.Count > 0 && !AddressedModels.AreAllowed(request.Path, request.Query, client.AllowedModels.Contains))
            return Refusals.ModelNotAllowed(null);
        return _rates.Take(client, now) is { } seconds ? Refusals.ClientRateLimited(client.Rpm, seconds) : null;
    }

    // The server decodes headers as Latin-1, so encoding as Latin-1 gives the original bytes; a key is hashed as it was sent.
    private static Client? Find(ClientRegister register, ReadOnlySpan<char> presented)
    {
        var key = presented.Trim();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (key.Length <= 512)
        {
            Span<byte> bytes = stackalloc byte[key.Length];
            Encoding.Latin1.GetBytes(key, bytes);
            SHA256.HashData(bytes, hash);
        }
        else
            SHA256.HashData(Encoding.Latin1.GetBytes(key.ToString()), hash);
        return register.Find(hash);
    }
}
