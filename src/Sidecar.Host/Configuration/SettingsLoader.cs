using Akka.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Schema;
using Sidecar.Host.Configuration.Validation;
using Sidecar.Host.Keys;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Telemetry;

namespace Sidecar.Host.Configuration;

/// <summary>
/// Loads the whole configuration: the shipped files, the operator's file on top, then the environment; then binds and validates.
/// </summary>
public static class SettingsLoader
{
    /// <summary>Names the operator's file if the command line does not.</summary>
    public const string FileVariable = "SIDECAR_CONFIG";

    /// <summary>The directory of the shipped files.</summary>
    public static string ShippedDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "hocon");

    /// <summary>Never throws because of an operator's input.</summary>
    /// <param name="file">The operator's file; null: the one named by <see cref="FileVariable"/>, or none.</param>
    /// <param name="environment">All environment variables.</param>
    public static SettingsResult Load(string? file, IReadOnlyDictionary<string, string> environment)
    {
        var faults = new FaultList();
        var overlay = file ?? environment.GetValueOrDefault(FileVariable);
        var (sidecar, akka) = new LayeredFiles(environment, faults).Read(ShippedDirectory, string.IsNullOrEmpty(overlay) ? null : overlay);
        var flattener = new KeyFlattener(faults);
        flattener.Flatten(sidecar, OptionsSchema.Sidecar, "Sidecar", "sidecar");

        var options = Bind(flattener.Data);
        PresetDefaults.Apply(options);
        var secrets = new SecretReader(environment);
        foreach (var rules in new IValidateOptions<SidecarOptions>[] { new SidecarOptionsRanges(),
            new SidecarOptionsRules(secrets, faults.Has) })
            foreach (var failure in rules.Validate(null, options).Failures ?? [])
                Report(failure, flattener.Positions, faults);

        var wellKnown = options.Backends.Count == 0 ? WellKnownBackends.Find(options.Pools, secrets, faults) : [];
        var masterKeys = MasterKeyReader.Read(options.Keys.MasterKeyFile, environment, out var keyFault);
        if (keyFault.Length > 0)
            Report($"sidecar.keys.master-key-file: {keyFault}", flattener.Positions, faults);
        var prices = PriceFile.Read(options.Prices.File, out var priceFault);
        if (priceFault.Length > 0)
            Report($"sidecar.prices.file: {priceFault}", flattener.Positions, faults);
        var akkaConfig = ParseAkka(akka, faults);
        var source = new SettingsSource(string.IsNullOrEmpty(overlay) ? null : overlay, environment);
        var settings = faults.Any ? null : Create(
            options, wellKnown, secrets, masterKeys, source, TelemetrySettings.Of(environment), akkaConfig) with
        {
            Prices = prices,
            Lines = flattener.Lines,
        };
        return new SettingsResult(settings, faults.Sorted()) { Positions = flattener.Positions };
    }

    internal static SidecarOptions Bind(IReadOnlyDictionary<string, string?> data)
    {
        var configuration = new ConfigurationBuilder().Add(new HoconConfigurationSource(data)).Build();
        var options = new SidecarOptions();
        configuration.GetSection("Sidecar").Bind(options);
        return options;
    }

    /// <summary>Like <see cref="Report"/>, for a key of which one fault more may be told, and of which nothing may have been
    /// written.</summary>
    internal static void Place(string failure, Dictionary<string, SourcePosition> positions, FaultList faults)
    {
        var (path, message) = HoconPath.SplitMessage(failure);
        faults.Add(positions.GetValueOrDefault(path), path, message);
    }

    internal static void Report(string failure, Dictionary<string, SourcePosition> positions, FaultList faults)
    {
        var (path, message) = HoconPath.SplitMessage(failure);
        if (faults.Has(path))
            return;
        // A missing key was written nowhere: the fault is placed at the nearest enclosing section.
        var place = path;
        while (!positions.ContainsKey(place) && place.Contains('.', StringComparison.Ordinal))
            place = place[..place.LastIndexOf('.')];
        faults.Add(positions[place], path, message);
    }

    private static Config ParseAkka(HoconObject akka, FaultList faults)
    {
        var root = new HoconObject(akka.At);
        root.Members["akka"] = akka;
        try
        {
            return ConfigurationFactory.ParseString(HoconRenderer.Render(root));
        }
        catch (Exception e) when (e is FormatException or ConfigurationException)
        {
            faults.Add(akka.At, "akka", "Akka's own parser does not accept this section");
            return Config.Empty;
        }
    }

    private static SidecarSettings Create(
        SidecarOptions options, IReadOnlyList<WellKnownBackend> wellKnown, SecretReader secrets, MasterKeys masterKeys,
            SettingsSource source, TelemetrySettings export, Config akka) => new()
            {
                Catalog = new BackendCatalogFactory(secrets).Create(options, wellKnown),
                Clients = ClientRegisterFactory.Create(options.Clients),
                MasterKeys = masterKeys,
                Source = source,
                Walk = PolicyFactory.Walk(options),
                Cooldown = PolicyFactory.Cooldown(options),
                Http = new HttpSettings(
                ListenAddresses.Split(options.Http.Urls), options.Http.MaxRequestBody, options.Http.Drain, options.Http.Deadline,
                    options.Http.ClientStall, options.Http.AllowOpen)
                {
                    AllowedHosts = options.Http.AllowedHosts,
                    AllowedOrigins = options.Http.AllowedOrigins,
                    Certificate = options.Http.CertificateFile.Length > 0
                    ? new CertificateFiles(
                        Path.GetFullPath(options.Http.CertificateFile), Path.GetFullPath(options.Http.CertificateKeyFile))
                    : null,
                },
                DataDirectory = Path.GetFullPath(options.DataDir),
                PostgresConnection = options.Storage.Provider == StorageProvider.Postgres
                ? secrets.PostgresConnection(options.Storage.ConnectionStringEnv, out _) : null,
                Retention = new LedgerRetention
                {
                    Chain = options.Audit.Chain,
                    Key = options.Audit.SigningKeyFile.Length > 0 ? SigningKey.Read(options.Audit.SigningKeyFile, isPrivate: true, out _)
                    : null,
                    Witness = options.Audit.WitnessFile.Length > 0 ? new Witness(Path.GetFullPath(options.Audit.WitnessFile)) : null,
                    Walks = Shorter(options.Walks.Keep, options.Ledger.Keep),
                    Attempts = options.Ledger.Keep,
                    Sample = options.Walks.Sample,
                },
                Export = export,
                SseKeepAlive = options.Sse.KeepAlive,
                SseHold = options.Sse.Hold,
                AdminTokenVariable = options.Admin.TokenEnv,
                AdminToken = secrets.AdminToken(options.Admin, out _),
                KeySources = KeySourcesOf(options),
                AllowPrivate = options.Admin.AllowPrivate,
                Akka = akka,
                WellKnown = wellKnown,
            };

    // Zero means for ever.
    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == TimeSpan.Zero || (other > TimeSpan.Zero && other < one) ? other : one;

    private static KeySources KeySourcesOf(SidecarOptions options) => new(
        options.Admin.KeyVariables,
        options.Admin.KeyFiles,
        [options.Admin.TokenEnv, MasterKeyReader.Variable, options.Storage.ConnectionStringEnv],
        [.. new[] { options.Admin.TokenFile, options.Keys.MasterKeyFile, options.Audit.SigningKeyFile,
            options.Http.CertificateKeyFile }.Where(file => file.Length > 0).Select(Path.GetFullPath)],
        [
            .. options.Backends.Where(backend => backend.ApiKeyEnv is not null && backend.BaseUrl is not null)
                .Select(backend => (backend.ApiKeyEnv!, backend.BaseUrl!)),
            // A provider's own variable may be used for the provider's own host.
            .. ProviderPresets.All.Where(preset => preset.OpenAi?.BaseUrl is not null)
                .Select(preset => (preset.KeyVariable, preset.OpenAi!.BaseUrl!)),
        ]);
}
