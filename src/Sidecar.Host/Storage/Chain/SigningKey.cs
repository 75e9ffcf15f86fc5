using System.Security.Cryptography;

namespace Sidecar.Host.Storage.Chain;

/// <summary>An ECDSA P-256 key that signs checkpoints, or only verifies them.</summary>
/// <remarks>Signatures are DER, over SHA-256 of the checkpoint's seal, so that <c>openssl dgst -sha256 -verify</c> can check
/// them.</remarks>
public sealed class SigningKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int LargestFile = 64 * 1024;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>Null if the file has no such key; <paramref name="fault"/> then says why, without any of its contents.</summary>
    /// <param name="isPrivate">Whether the private part is needed.</param>
    public static SigningKey? Read(string path, bool isPrivate, out string fault)
    {
        fault = "";
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                fault = "the file is too large to be a key";
                return null;
            }
            return Parse(File.ReadAllText(path), isPrivate, out fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            fault = e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : "the file cannot be read";
            return null;
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> seal) => _key.SignData(seal, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public bool Verifies(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> signature) =>
        _key.VerifyData(seal, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();

    private static SigningKey? Parse(string pem, bool isPrivate, out string fault)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            fault = key.ExportParameters(isPrivate).Curve.Oid.Value == P256 ? "" : "the key is not on the curve P-256";
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            fault = isPrivate ? "the file holds no PEM private key of ECDSA P-256 (an encrypted one cannot be used)"
                : "the file holds no PEM key of ECDSA P-256";
        }
        if (fault.Length == 0)
            return new SigningKey(key);
        key.Dispose();
        return null;
    }
}
