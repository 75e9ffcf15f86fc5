using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Commands.Checking;

/// <summary>What of this machine, not of the configuration, would keep the server from starting.</summary>
internal static class StartFaults
{
    private const string Urls = "sidecar.http.urls";
    private const string Directory = "sidecar.data-dir";

    /// <summary>For a server that is about to start: the directory is created if it is missing.</summary>
    public static IReadOnlyList<ConfigurationFault> AtStart(SettingsResult loaded)
    {
        var settings = loaded.Settings!;
        return Of(loaded, [.. InDirectory(settings, DataDirectory.FaultOf), .. OfAddresses(settings)]);
    }

    /// <summary>Foretells them and changes nothing.</summary>
    /// <param name="isServed">Whether a Sidecar serves from this directory on all of these addresses. A second one would not start, but
    /// nothing is wrong.</param>
    public static IReadOnlyList<ConfigurationFault> Foreseen(SettingsResult loaded, out bool isServed)
    {
        var settings = loaded.Settings!;
        var addresses = OfAddresses(settings).ToList();
        var isTaken = settings.PostgresConnection is null && DirectoryClaim.IsTaken(settings.DataDirectory);
        isServed = isTaken && addresses.Count == settings.Http.Urls.Count;
        if (isServed)
            return [];
        string[] taken = isTaken
            ? [$"{Directory}: {settings.DataDirectory} is in use by another Sidecar: give each a directory of its own, or end that one "
                + "first"] : [];
        return Of(loaded, [.. InDirectory(settings, DataDirectory.Foresee), .. taken, .. addresses]);
    }

    private static IEnumerable<string> InDirectory(SidecarSettings settings, Func<string, string?> faultOf)
    {
        if (settings.PostgresConnection is null && faultOf(settings.DataDirectory) is { } fault)
            yield return $"{Directory}: {settings.DataDirectory} {fault}";
    }

    private static IEnumerable<string> OfAddresses(SidecarSettings settings) =>
        ListenProbe.FaultsOf(settings.Http.Urls).Select(fault => $"{Urls}: {fault}");

    private static IReadOnlyList<ConfigurationFault> Of(SettingsResult loaded, IReadOnlyList<string> failures)
    {
        var faults = new FaultList();
        foreach (var failure in failures)
            SettingsLoader.Place(failure, loaded.Positions, faults);
        return faults.Sorted();
    }
}
