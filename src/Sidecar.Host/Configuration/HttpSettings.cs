namespace Sidecar.Host.Configuration;

/// <summary>Where Sidecar listens and what it accepts.</summary>
/// <param name="Urls">Each as the web server takes it.</param>
/// <param name="MaxRequestBody">Bytes.</param>
/// <param name="Drain">How long running requests may take to finish after SIGTERM.</param>
/// <param name="Deadline">From arrival to the response head.</param>
/// <param name="AllowOpen">The operator wants to be open to other machines without any key.</param>
public sealed record HttpSettings(IReadOnlyList<string> Urls, long MaxRequestBody, TimeSpan Drain, TimeSpan Deadline, bool AllowOpen);
