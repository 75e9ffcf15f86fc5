namespace Sidecar.Host.Configuration.Options;

/// <summary>Where Sidecar listens, and the limits of what it accepts.</summary>
public sealed class HttpOptions
{
    /// <summary>One or more addresses, separated by semicolons or commas.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>In bytes.</summary>
    [ByteSizeRange("1KiB", "1GiB")]
    public long MaxRequestBody { get; set; } = 32 << 20;

    [DurationRange("0s", "1h")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    [DurationRange("1ms", "1d")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(110);

    [DurationRange("100ms", "1d")]
    public TimeSpan ClientStall { get; set; } = TimeSpan.FromMinutes(2);

    public bool AllowOpen { get; set; }

    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>The default is in the reference file, because the binder would add to a list that is not empty.</summary>
    public List<string> AllowedOrigins { get; set; } = [];

    /// <summary>A PEM file, with its chain; empty: none.</summary>
    public string CertificateFile { get; set; } = "";

    public string CertificateKeyFile { get; set; } = "";
}
