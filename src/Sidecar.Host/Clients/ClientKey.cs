using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Clients;

/// <summary>Client keys as Sidecar makes them: a prefix that tells scanners of leaked secrets what they found, and 256 bits of
/// chance.</summary>
internal static class ClientKey
{
    private const string Prefix = "sk-sidecar-";

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>As it stands in the configuration: SHA-256 in hexadecimal digits. No slow hash, for nobody guesses 256 bits.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(key)));
}
