using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sidecar.Host.Configuration;
using Sidecar.Logging;

namespace Sidecar.Host.Hosting;

/// <summary>The HTTPS certificate; it is reloaded when its files change, so that a renewed one needs no restart.</summary>
internal sealed class CurrentCertificate(CertificateFiles files, TimeProvider time, ILogger<CurrentCertificate> log)
{
    // Handshakes are frequent, renewals are not.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _context;
    private (DateTime Certificate, DateTime Key) _stamp;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    /// <summary>Uses the certificate for every https address.</summary>
    public void Serve(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificateSelector = (_, _) => Context.TargetCertificate;
        // The certificate selector cannot send a chain; this callback can.
        https.OnAuthenticate = (_, options) =>
        {
            options.ServerCertificateSelectionCallback = null;
            options.ServerCertificateContext = Context;
        };
    }

    public SslStreamCertificateContext Context
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                if (_context is null || now - _lookedAt >= BetweenLooks)
                {
                    _lookedAt = now;
                    Look();
                }
                return _context!;
            }
        }
    }

    private void Look()
    {
        var stamp = (File.GetLastWriteTimeUtc(files.Certificate), File.GetLastWriteTimeUtc(files.Key));
        if (_context is not null && stamp == _stamp)
            return;
        try
        {
            var (certificate, chain) = ServerCertificate.Read(files.Certificate, files.Key);
            var isFirst = _context is null;
            _context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
            _stamp = stamp;
            if (!isFirst)
                CertificateLog.Renewed(log, certificate.NotAfter);
        }
        // The two files are seldom replaced at the same moment: until they match, the previous certificate stays in use.
        catch (Exception e) when (_context is not null && e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            CertificateLog.NotRenewed(log, e.GetType().Name);
        }
    }
}

internal static partial class CertificateLog
{
    [LoggerMessage(EventIds.CertificateReadAgain, LogLevel.Information,
        "https uses the reloaded certificate, which is valid until {Until}")]
    public static partial void Renewed(ILogger log, DateTime until);

    [LoggerMessage(EventIds.CertificateUnusable, LogLevel.Warning,
        "the certificate files were changed and cannot be used ({Fault}); the previous certificate stays in use")]
    public static partial void NotRenewed(ILogger log, string fault);
}
