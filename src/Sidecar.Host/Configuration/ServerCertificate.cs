using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sidecar.Host.Configuration;

/// <summary>Reads the HTTPS certificate from its two PEM files.</summary>
internal static class ServerCertificate
{
    /// <summary>The certificate with its key, and the rest of the file, which is its chain. Throws whatever reading files and keys
    /// throws.</summary>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(string certificateFile, string keyFile)
    {
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        if (chain.Count > 0)
            chain.RemoveAt(0);
        return (certificate, chain);
    }

    /// <summary>The configuration key and message of a fault, or null.</summary>
    public static string? FaultOf(string certificateFile, string keyFile)
    {
        if (!File.Exists(certificateFile))
            return $"certificate-file: the file does not exist{Quoting.Place(certificateFile)}";
        if (!File.Exists(keyFile))
            return $"certificate-key-file: the file does not exist{Quoting.Place(keyFile)}";
        try
        {
            var (certificate, _) = Read(certificateFile, keyFile);
            certificate.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            return "certificate-file: it and certificate-key-file do not hold a PEM certificate and its private key, not encrypted";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "certificate-file: it or certificate-key-file cannot be read";
        }
    }
}
