namespace Sidecar.Host.Configuration.Options;

/// <summary>Who may use the admin endpoints.</summary>
public sealed class AdminOptions
{
    /// <summary>Name of the environment variable that holds the token.</summary>
    public string TokenEnv { get; set; } = "SIDECAR_ADMIN_TOKEN";

    /// <summary>Path of a file that holds the token instead; empty: there is none.</summary>
    public string TokenFile { get; set; } = "";
}
