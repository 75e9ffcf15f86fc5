using Microsoft.Extensions.Options;
using Sidecar.Domain.Recordings;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Schema;
using Sidecar.Host.Configuration.Validation;

namespace Sidecar.Host.Configuration;

/// <summary>Merges an ordinary configuration file on top of a recorded policy. The file need not repeat backends, and needs no
/// keys.</summary>
internal static class PolicyOverlay
{
    /// <summary>The policy, or all faults of the file.</summary>
    public static (ReplayPolicy? Policy, IReadOnlyList<ConfigurationFault> Faults) Lay(
        ReplayPolicy recorded, string file, IReadOnlyDictionary<string, string> environment)
    {
        var faults = new FaultList();
        var sidecar =
            new LayeredFiles(environment, faults).ReadPolicy(SettingsLoader.ShippedDirectory, RecordedLayer.Write(recorded), file);
        var flattener = new KeyFlattener(faults);
        flattener.Flatten(sidecar, OptionsSchema.Sidecar, "Sidecar", "sidecar");
        var options = SettingsLoader.Bind(flattener.Data);
        var secrets = new SecretReader(new Dictionary<string, string>());
        foreach (var rules in new IValidateOptions<SidecarOptions>[] { new SidecarOptionsRanges(),
            new SidecarOptionsRules(secrets, faults.Has) })
            foreach (var failure in rules.Validate(null, options).Failures ?? [])
                SettingsLoader.Report(failure, flattener.Positions, faults);
        return faults.Any
            ? (null, faults.Sorted())
            : (new ReplayPolicy(
                new BackendCatalogFactory(secrets).Create(options, []), PolicyFactory.Walk(options), PolicyFactory.Cooldown(options)), []);
    }
}
