using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Keys;

/// <summary>One master key: what stored secrets are encrypted with. It prints as its id.</summary>
public sealed class MasterKey
{
    /// <summary>Fewer characters than this are a password, and somebody could try them all.</summary>
    public const int ShortestText = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    /// <param name="text">Anything that chance made, such as the output of <c>openssl rand -base64 32</c>.</param>
    public MasterKey(string text)
    {
        var secret = Encoding.UTF8.GetBytes(text);
        // Two keys out of one: knowing the id tells nothing of the other.
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "sidecar sealed secrets v1"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 4, info: "sidecar master key id v1"u8.ToArray()));
    }

    /// <summary>Eight hexadecimal digits that tell master keys apart and may be shown.</summary>
    public string Id { get; }

    /// <summary>AES-256-GCM with a nonce of its own: nonce, tag and ciphertext as text.</summary>
    /// <param name="purpose">Whose secret it is: what is sealed for one does not open for another.</param>
    public string Encrypt(string plain, string purpose)
    {
        var text = Encoding.UTF8.GetBytes(plain);
        var box = new byte[NonceLength + TagLength + text.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, text, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(purpose));
        CryptographicOperations.ZeroMemory(text);
        return Base64Url.EncodeToString(box);
    }

    /// <summary>Null when it was not sealed with this key for this purpose, or was changed since.</summary>
    public string? TryDecrypt(string sealedText, string purpose)
    {
        try
        {
            var box = Base64Url.DecodeFromChars(sealedText);
            if (box.Length < NonceLength + TagLength)
                return null;
            var nonce = box.AsSpan(0, NonceLength);
            var cipher = box.AsSpan(NonceLength + TagLength);
            var plain = new byte[cipher.Length];
            using var aes = new AesGcm(_key, TagLength);
            aes.Decrypt(nonce, cipher, box.AsSpan(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(purpose));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }

    public override string ToString() => Id;
}
