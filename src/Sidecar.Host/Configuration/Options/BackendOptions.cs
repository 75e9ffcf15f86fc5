using System.ComponentModel.DataAnnotations;
using Sidecar.Domain.Backends;

namespace Sidecar.Host.Configuration.Options;

/// <summary>One backend as written in the configuration; it is turned into a <see cref="Backend"/>.</summary>
public sealed class BackendOptions
{
    /// <summary>The value of <see cref="VersionPath"/> that leaves the choice to preset and base URL.</summary>
    public const string AutoVersionPath = "auto";

    [Key]
    public string Id { get; set; } = "";

    [Required]
    public string? Pool { get; set; }

    /// <summary>A provider whose address, dialect and key header are known; empty: none.</summary>
    public string Preset { get; set; } = "";

    [Required]
    public string? BaseUrl { get; set; }

    public DialectSetting Dialect { get; set; } = DialectSetting.Auto;

    /// <summary>Empty, or <c>auto</c> alone: what its preset has, else all of its dialect.</summary>
    [Words]
    public List<string> Apis { get; set; } = [];

    /// <summary>Empty: all translations; one empty word: none.</summary>
    [Words]
    public List<string> Translate { get; set; } = [];

    public string VersionPath { get; set; } = AutoVersionPath;

    public List<NamedValue> Query { get; set; } = [];

    /// <summary>Only one of the ways to give keys may be used.</summary>
    public string? ApiKey { get; set; }

    public string? ApiKeyEnv { get; set; }

    public string? ApiKeyFile { get; set; }

    /// <summary>Several keys: each makes a backend, and all of them share everything else.</summary>
    public List<string> ApiKeysEnv { get; set; } = [];

    public string ApiKeysFile { get; set; } = "";

    /// <summary>Empty: none.</summary>
    public string Proxy { get; set; } = "";

    [Range(0, 1_000_000)]
    public int Rpm { get; set; }

    [Range(0d, 1e12)]
    public long Tpm { get; set; }

    [Range(0, 1_000_000_000)]
    public int Rpd { get; set; }

    /// <summary>The time of day at which the daily count of requests restarts.</summary>
    public string RpdResets { get; set; } = "00:00Z";

    [Range(0, 1_000_000)]
    public int MaxConcurrency { get; set; }

    [Range(1, 1000)]
    public int Weight { get; set; } = 1;

    [DurationRange("1ms", "10m")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    [DurationRange("1ms", "1d")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(120);

    [DurationRange("0s", "1d")]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.Zero;

    [DurationRange("1ms", "1d")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(10);

    public CooldownScope CooldownScope { get; set; } = CooldownScope.Backend;

    public List<ServedModelOptions> Models { get; set; } = [];

    public List<NamedValue> Headers { get; set; } = [];

    public bool Enabled { get; set; } = true;
}
