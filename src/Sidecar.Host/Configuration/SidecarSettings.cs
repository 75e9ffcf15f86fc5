using Akka.Configuration;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Usage;
using Sidecar.Host.Keys;
using Sidecar.Host.Storage;
using Sidecar.Host.Telemetry;

namespace Sidecar.Host.Configuration;

/// <summary>The complete configuration of a Sidecar, validated and immutable.</summary>
public sealed record SidecarSettings
{
    public required BackendCatalog Catalog { get; init; }

    /// <summary>None: no client key is required.</summary>
    public required ClientRegister Clients { get; init; }

    /// <summary>The keys that encrypt stored secrets.</summary>
    public required MasterKeys MasterKeys { get; init; }

    /// <summary>Every value and where it was written, for the operator to see.</summary>
    public IReadOnlyList<SettingLine> Lines { get; init; } = [];

    /// <summary>Where the settings came from.</summary>
    public required SettingsSource Source { get; init; }

    public required WalkPolicy Walk { get; init; }

    public required CooldownPolicy Cooldown { get; init; }

    public required HttpSettings Http { get; init; }

    /// <summary>Absolute path; it need not exist yet.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Connection string of the PostgreSQL database that holds journal and ledger; null: they are SQLite files in the data
    /// directory.</summary>
    public ApiKey? PostgresConnection { get; init; }

    /// <summary>How long finished requests are stored, and how stored data, events included, are protected.</summary>
    public LedgerRetention Retention { get; init; } = new();

    /// <summary>Zero: no comments are sent into silent streams.</summary>
    public required TimeSpan SseKeepAlive { get; init; }

    /// <summary>Prices of models for which no backend sets any.</summary>
    public PriceList Prices { get; init; } = PriceList.None;

    /// <summary>How long a stream is held back that has not said anything yet.</summary>
    public TimeSpan SseHold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where metrics and spans are sent.</summary>
    public required TelemetrySettings Export { get; init; }

    /// <summary>Null: none is set.</summary>
    public ApiKey? AdminToken { get; init; }

    /// <summary>The environment variable of the admin token.</summary>
    public required string AdminTokenVariable { get; init; }

    /// <summary>Where definitions through the API may take keys from.</summary>
    public KeySources KeySources { get; init; } = KeySources.None;

    /// <summary>Whether a backend added through the API may have a link-local, metadata or own address.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>The <c>akka</c> section of all files, under its own name.</summary>
    public required Config Akka { get; init; }

    /// <summary>Backends made from well-known environment variables, for the log.</summary>
    public required IReadOnlyList<WellKnownBackend> WellKnown { get; init; }
}
