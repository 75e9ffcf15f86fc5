using Sidecar.Domain.Door;
using Sidecar.Host.Configuration.Options;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>The rules for who may send requests: hosts, origins, and the HTTPS certificate.</summary>
internal static class DoorKeys
{
    public static IEnumerable<string> Check(HttpOptions http)
    {
        foreach (var (index, host) in http.AllowedHosts.Index())
            if (HostPattern.Parse(host) is null)
                yield return $"sidecar.http.allowed-hosts.{index}: {Quoting.Clip(host)} is not a host such as sidecar, sidecar:8080, "
                    + $"*.example.com or *";
        foreach (var (index, origin) in http.AllowedOrigins.Index())
            if (OriginPattern.Parse(origin) is null)
                yield return $"sidecar.http.allowed-origins.{index}: {Quoting.Clip(origin)} is not an origin such as "
                    + $"https://app.example.com, http://localhost:*, null or *; it has no path and no slash at its end";
        foreach (var failure in Certificate(http))
            yield return failure;
    }

    private static IEnumerable<string> Certificate(HttpOptions http)
    {
        var isAsked = ListenAddresses.Split(http.Urls).Any(ListenAddresses.IsHttps);
        if (http.CertificateFile.Length == 0 && http.CertificateKeyFile.Length == 0)
        {
            if (isAsked)
                yield return "sidecar.http.certificate-file: https:// in sidecar.http.urls needs certificate-file and certificate-key-file";
        }
        else if (http.CertificateFile.Length == 0 || http.CertificateKeyFile.Length == 0)
            yield return http.CertificateFile.Length == 0
                ? "sidecar.http.certificate-key-file: needs certificate-file beside it"
                : "sidecar.http.certificate-file: needs certificate-key-file beside it";
        else if (ServerCertificate.FaultOf(http.CertificateFile, http.CertificateKeyFile) is { } fault)
            yield return $"sidecar.http.{fault}";
    }
}
