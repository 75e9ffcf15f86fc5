using System.Security.Cryptography;
using System.Text;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Door;
using Sidecar.Domain.Walk;
using Sidecar.Upstream;

namespace Sidecar.Host.Clients;

/// <summary>Lets requests under <c>/v1/</c> through by client key, where client keys are in use.</summary>
internal sealed class ClientAuthenticator(ClientRegister register)
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "x-api-key";

    private readonly ClientRates _rates = new();
    private ClientRegister _register = register;

    /// <summary>No client key is asked for.</summary>
    public bool IsOpen => Volatile.Read(ref _register).IsOpen;

    /// <summary>Who is let in from now on; what was counted stays counted.</summary>
    public void Replace(ClientRegister register) => Volatile.Write(ref _register, register);

    /// <summary>Who presents the request; null when it has no valid key. The key is taken off the request: nothing behind this can send it
    /// on.</summary>
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

    /// <summary>Why this client may not have this now, or null.</summary>
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

    // Latin-1 gives back the bytes that came over the wire (the server reads headers so); a key is hashed as it was sent.
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
