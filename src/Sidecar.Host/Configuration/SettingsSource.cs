using System.Security.Cryptography;

namespace Sidecar.Host.Configuration;

/// <summary>Where settings were loaded from, so that they can be loaded again.</summary>
/// <param name="file">The operator's file; null: none.</param>
/// <param name="always">What is loaded whatever the file says; null: what it says.</param>
public sealed class SettingsSource(string? file, IReadOnlyDictionary<string, string> environment, Func<SidecarSettings>? always = null)
{
    public string? File { get; } = file;

    internal IReadOnlyDictionary<string, string> Environment { get; } = environment;

    /// <summary>The file's contents as they were when it was loaded; empty: there is none, or it cannot be read.</summary>
    public string Stamp { get; } = StampOf(file);

    /// <summary>As they are now.</summary>
    public string StampNow() => StampOf(File);

    public SettingsResult Load() => always is null ? SettingsLoader.Load(File, Environment) : new SettingsResult(always(), []);

    private static string StampOf(string? file)
    {
        try
        {
            return file is null ? "" : Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
