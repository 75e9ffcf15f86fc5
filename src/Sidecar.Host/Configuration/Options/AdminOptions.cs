namespace Sidecar.Host.Configuration.Options;

/// <summary>Who may use the admin endpoints.</summary>
public sealed class AdminOptions
{
    /// <summary>Name of the environment variable that holds the token.</summary>
    public string TokenEnv { get; set; } = "SIDECAR_ADMIN_TOKEN";

    /// <summary>Path of a file that holds the token instead; empty: none.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>Whether a backend added through the API may have a link-local, metadata or own address.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Environment variables from which definitions through the API may take keys; one that ends in <c>*</c> stands for all with
    /// that beginning.</summary>
    public List<string> KeyVariables { get; set; } = [];

    /// <summary>Files, and directories of files, from which definitions through the API may take keys.</summary>
    public List<string> KeyFiles { get; set; } = [];
}
