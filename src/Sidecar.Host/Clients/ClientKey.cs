using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Clients;

/// <summary>Creates client keys: a prefix that scanners for leaked secrets can recognise, and 256 random bits.</summary>
internal static class ClientKey
{
    private const string Prefix = "sk-sidecar-";

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The form in the configuration: SHA-256 in hexadecimal digits. A slow hash is not needed, because nobody guesses 256
    /// bits.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(key)));
}
