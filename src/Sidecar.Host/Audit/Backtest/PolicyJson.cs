using System.Text.Json;
using System.Text.Json.Serialization;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Recordings;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>The stored form of a policy: everything that affects decisions, but no key, header or address.</summary>
internal static class PolicyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new WaitForConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Stands in place of a board's version for a change that is about to be made; the next row shows whether it was
    /// made.</summary>
    public const long Announced = 0;

    /// <param name="policy">The policy in force from now on.</param>
    /// <param name="board">For a change while the process runs: the first version of the board that shows it.</param>
    /// <param name="behindWalk">For a start: the id of the last walk that an earlier process wrote.</param>
    public static string Write(ReplayPolicy policy, long? board = null, long? behindWalk = null) =>
        JsonSerializer.Serialize(Stored.Of(policy) with { Board = board, BehindWalk = behindWalk }, Options);

    /// <summary>Throws <see cref="InvalidDataException"/> if the row holds no policy.</summary>
    public static RecordedPolicy Read(StoredPolicy row)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(row.Policy, Options) ?? throw new JsonException("it is null");
            return new RecordedPolicy(row.At, stored.ToPolicy(), stored.Board, stored.BehindWalk);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"A stored policy cannot be read: {fault.Message}", fault);
        }
    }

    private sealed class WaitForConverter : JsonConverter<WaitFor>
    {
        public override WaitFor Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            WaitForNames.FromWire(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter json, WaitFor waitFor, JsonSerializerOptions options) =>
            json.WriteStringValue(waitFor.ToWire());
    }

    private sealed record Stored(
        IReadOnlyList<string> Pools, IReadOnlyList<StoredBackend> Backends, IReadOnlyDictionary<string, string> ModelAliases,
        RoutingPolicy Routing, PrimaryWaitPolicy PrimaryWait, EmergencyPolicy Emergency, TimeSpan Deadline, bool FailOverNow,
            CooldownPolicy Cooldown)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Board { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? BehindWalk { get; init; }

        public static Stored Of(ReplayPolicy policy) => new(
            policy.Catalog.Pools, [.. policy.Catalog.Backends.Select(StoredBackend.Of)], policy.Catalog.ModelAliases,
            policy.Walk.Routing, policy.Walk.PrimaryWait, policy.Walk.Emergency, policy.Walk.Deadline, policy.Walk.FailOverNow,
                policy.Cooldown);

        public ReplayPolicy ToPolicy() => new(
            new BackendCatalog(Pools, [.. Backends.Select(b => b.ToBackend())], ModelAliases),
            new WalkPolicy
            {
                Routing = Routing,
                PrimaryWait = PrimaryWait,
                Emergency = Emergency,
                Deadline = Deadline,
                FailOverNow = FailOverNow
            },
            Cooldown);
    }

    private sealed record StoredBackend(
        string Id, string Pool, int Rpm, long Tpm, int MaxConcurrency, int Weight, TimeSpan Timeout, CooldownScope CooldownScope,
            IReadOnlyList<ServedModel> Models, bool Enabled)
    {
        /// <summary>Null in rows from before backends declared their APIs; at that time everything could be sent to every
        /// backend.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Apis { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Translate { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Rpd { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public TimeSpan RpdResets { get; init; }

        public static StoredBackend Of(Backend b) =>
            new(b.Id, b.Pool, b.Rpm, b.Tpm, b.MaxConcurrency, b.Weight, b.Timeout, b.CooldownScope, b.Models, b.Enabled)
            {
                Apis = ApiNames.ToWords(b.Apis),
                Translate = [.. TranslationNames.All.Where(word => b.Translate.HasFlag(TranslationNames.FromWire(word)))],
                Rpd = b.Rpd,
                RpdResets = b.RpdResets.SinceMidnight,
            };

        public Backend ToBackend() => new()
        {
            Id = Id,
            Pool = Pool,
            BaseUrl = "",
            Rpm = Rpm,
            Tpm = Tpm,
            Rpd = Rpd,
            RpdResets = new DayStart(RpdResets),
            MaxConcurrency = MaxConcurrency,
            Weight = Weight,
            Timeout = Timeout,
            CooldownScope = CooldownScope,
            Models = Models,
            Enabled = Enabled,
            Apis = Apis is { } apis ? apis.Aggregate(Domain.Backends.Apis.None, (all, word) => all | ApiNames.FromWire(word))
                : Domain.Backends.Apis.OfOpenAi | Domain.Backends.Apis.Messages,
            Translate = Translate is { } known
                ? known.Aggregate(Translations.None, (all, word) => all | TranslationNames.FromWire(word)) : Translations.All,
        };
    }
}

/// <summary>A policy read from the record.</summary>
/// <param name="At">When it came into force.</param>
/// <param name="Board">For a change while the process ran: the first version of the board that showed it; null for a start.</param>
/// <param name="BehindWalk">For a start: the id of the last walk that an earlier process wrote; null if that was not recorded.</param>
internal sealed record RecordedPolicy(DateTimeOffset At, ReplayPolicy Policy, long? Board, long? BehindWalk);
