namespace Sidecar.Host.Configuration;

/// <summary>Where Sidecar listens and what it accepts.</summary>
/// <param name="Urls">Each in the form that the web server accepts.</param>
/// <param name="MaxRequestBody">Bytes.</param>
/// <param name="Drain">How long running requests may take to finish after SIGTERM.</param>
/// <param name="Deadline">From arrival to the response head.</param>
/// <param name="ClientStall">A client that reads nothing of its answer for this long is disconnected.</param>
/// <param name="AllowOpen">The operator allows other machines without any key.</param>
public sealed record HttpSettings(
    IReadOnlyList<string> Urls, long MaxRequestBody, TimeSpan Drain, TimeSpan Deadline, TimeSpan ClientStall, bool AllowOpen)
{
    /// <summary>Hosts to which requests may be addressed besides loopback and the addresses listened on.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Web pages that may send requests.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>For <c>https://</c> in <see cref="Urls"/>; null: none configured.</summary>
    public CertificateFiles? Certificate { get; init; }
}

/// <summary>Two PEM files; the certificate's file also contains its chain.</summary>
public sealed record CertificateFiles(string Certificate, string Key);
