namespace Sidecar.Host.Configuration.Options;

/// <summary>Who may use the admin endpoints.</summary>
public sealed class AdminOptions
{
    /// <summary>Name of the environment variable that holds the token.</summary>
    public string TokenEnv { get; set; } = "SIDECAR_ADMIN_TOKEN";

    /// <summary>Path of a file that holds the token instead; empty: there is none.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>A backend added through the API may lie on a link-local, metadata or own address.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Environment variables that definitions through the API may take keys from; one that ends in <c>*</c> stands for all that
    /// begin so.</summary>
    public List<string> KeyVariables { get; set; } = [];

    /// <summary>Files, and directories of them, that definitions through the API may take keys from.</summary>
    public List<string> KeyFiles { get; set; } = [];
}
