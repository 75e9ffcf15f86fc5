using System.Text.Json;
using System.Text.Json.Serialization;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Policies;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>A policy as it is stored: everything that decides, and no key, header or address.</summary>
internal static class PolicyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write(ReplayPolicy policy) => JsonSerializer.Serialize(Stored.Of(policy), Options);

    /// <summary>Throws <see cref="InvalidDataException"/> when it is none.</summary>
    public static ReplayPolicy Read(string json)
    {
        try
        {
            return (JsonSerializer.Deserialize<Stored>(json, Options) ?? throw new JsonException("it is null")).ToPolicy();
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"A stored policy cannot be read: {fault.Message}", fault);
        }
    }

    private sealed record Stored(
        IReadOnlyList<string> Pools, IReadOnlyList<StoredBackend> Backends, IReadOnlyDictionary<string, string> ModelAliases,
        RoutingPolicy Routing, PrimaryWaitPolicy PrimaryWait, EmergencyPolicy Emergency, TimeSpan Deadline, bool FailOverNow, CooldownPolicy Cooldown)
    {
        public static Stored Of(ReplayPolicy policy) => new(
            policy.Catalog.Pools, [.. policy.Catalog.Backends.Select(StoredBackend.Of)], policy.Catalog.ModelAliases,
            policy.Walk.Routing, policy.Walk.PrimaryWait, policy.Walk.Emergency, policy.Walk.Deadline, policy.Walk.FailOverNow, policy.Cooldown);

        public ReplayPolicy ToPolicy() => new(
            new BackendCatalog(Pools, [.. Backends.Select(b => b.ToBackend())], ModelAliases),
            new WalkPolicy { Routing = Routing, PrimaryWait = PrimaryWait, Emergency = Emergency, Deadline = Deadline, FailOverNow = FailOverNow },
            Cooldown);
    }

    private sealed record StoredBackend(
        string Id, string Pool, int Rpm, long Tpm, int MaxConcurrency, int Weight, TimeSpan Timeout, CooldownScope CooldownScope, IReadOnlyList<ServedModel> Models, bool Enabled)
    {
        public static StoredBackend Of(Backend b) => new(b.Id, b.Pool, b.Rpm, b.Tpm, b.MaxConcurrency, b.Weight, b.Timeout, b.CooldownScope, b.Models, b.Enabled);

        public Backend ToBackend() => new()
        {
            Id = Id,
            Pool = Pool,
            BaseUrl = "",
            Rpm = Rpm,
            Tpm = Tpm,
            MaxConcurrency = MaxConcurrency,
            Weight = Weight,
            Timeout = Timeout,
            CooldownScope = CooldownScope,
            Models = Models,
            Enabled = Enabled,
        };
    }
}
