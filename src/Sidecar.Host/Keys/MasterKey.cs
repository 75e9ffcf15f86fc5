using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Host.Keys;

/// <summary>A master key, which encrypts stored secrets. It prints as its id.</summary>
public sealed class MasterKey
{
    /// <summary>A shorter text is only a password, and could be found by trying.</summary>
    public const int ShortestText = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    /// <param name="text">Any random text, such as the output of <c>openssl rand -base64 32</c>.</param>
    public MasterKey(string text)
    {
        var secret = Encoding.UTF8.GetBytes(text);
        // Two keys are derived from one secret: the id reveals nothing about the encryption key.
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "sidecar sealed secrets v1"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 4, info: "sidecar master key id v1"u8.ToArray()));
    }

    /// <summary>Eight hexadecimal digits that identify the key and may be shown.</summary>
    public string Id { get; }

    /// <summary>AES-256-GCM with a fresh nonce: nonce, tag and ciphertext as text.</summary>
    /// <param name="purpose">The owner of the secret: a text encrypted for one owner cannot be decrypted for another.</param>
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

    /// <summary>Null if it was not encrypted with this key for this purpose, or was altered since.</summary>
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
