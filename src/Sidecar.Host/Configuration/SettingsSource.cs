using System.Security.Cryptography;

namespace Sidecar.Host.Configuration;

/// <summary>Where settings were loaded from, so that they can be reloaded.</summary>
/// <param name="file">The operator's file; null: none.</param>
/// <param name="always">Loads fixed settings, whatever the file says; null: the file is loaded.</param>
public sealed class SettingsSource(string? file, IReadOnlyDictionary<string, string> environment, Func<SidecarSettings>? always = null)
{
    public string? File { get; } = file;

    internal IReadOnlyDictionary<string, string> Environment { get; } = environment;

    /// <summary>A stamp of the file's contents at the time of loading; empty: there is none, or it cannot be read.</summary>
    public string Stamp { get; } = StampOf(file);

    /// <summary>A stamp of the present contents.</summary>
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
