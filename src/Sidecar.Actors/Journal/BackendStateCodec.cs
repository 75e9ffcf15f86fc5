using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Journal;

/// <summary>Converts a snapshot of a backend's state to stored bytes and back. Snapshots only save reading old events at start; the
/// events are authoritative.</summary>
public static class BackendStateCodec
{
    public const string Manifest = "backend-state.v1";

    public static byte[] Write(BackendState state) =>
        JsonSerializer.SerializeToUtf8Bytes(Stored.Of(state), BackendStateJson.Default.Stored);

    public static BackendState Read(ReadOnlySpan<byte> bytes) =>
        (JsonSerializer.Deserialize(bytes, BackendStateJson.Default.Stored)
            ?? throw new InvalidDataException($"The snapshot '{Manifest}' is empty.")).ToState();

    /// <summary>The stored form of the state.</summary>
    /// <param name="Absent">Null if there are none, as in all older snapshots.</param>
    /// <param name="Limits">Null if none was learnt, as in all older snapshots.</param>
    internal sealed record Stored(long Epoch, int Failures, StoredRest Whole, Dictionary<string, StoredRest> Models,
        Dictionary<string, DateTimeOffset>? Absent = null,
        Dictionary<string, StoredLimit>? Limits = null)
    {
        public static Stored Of(BackendState s) => new(
            s.Epoch,
            s.Failures,
            StoredRest.Of(s.Whole),
            s.Models.ToDictionary(m => m.Key, m => StoredRest.Of(m.Value), StringComparer.Ordinal),
            s.Absent.IsEmpty ? null : s.Absent.Until.ToDictionary(StringComparer.Ordinal),
            s.Limits.IsEmpty ? null : s.Limits.ToDictionary(l => l.Key, l => StoredLimit.Of(l.Value), StringComparer.Ordinal));

        public BackendState ToState() => new()
        {
            Epoch = Epoch,
            Failures = Failures,
            Whole = Whole.ToRest(),
            Models = Models.ToImmutableSortedDictionary(m => m.Key, m => m.Value.ToRest(), StringComparer.Ordinal),
            Absent = Absent is null ? AbsentModels.None : AbsentModels.Of(Absent),
            Limits = (Limits ?? []).ToImmutableSortedDictionary(l => l.Key, l => l.Value.ToLimit(), StringComparer.Ordinal),
        };
    }

    /// <summary>The stored form of one limit.</summary>
    internal sealed record StoredLimit(string Measure, long WindowMs, long Number, IReadOnlyList<DateTimeOffset> Refusals)
    {
        public static StoredLimit Of(LearnedLimit l) =>
            new(l.Kind.Measure.ToWire(), (long)l.Kind.Window.TotalMilliseconds, l.Number, l.Refusals);

        public LearnedLimit ToLimit() =>
            new(new LimitKind(LimitMeasureNames.FromWire(Measure), TimeSpan.FromMilliseconds(WindowMs)), Number, Refusals);
    }

    /// <summary>The stored form of one rest.</summary>
    /// <param name="TimeNamed">Only if the cause does not tell it.</param>
    /// <param name="ProbeSince">Null in what was written before it was kept, and so is the next.</param>
    internal sealed record StoredRest(
        string Mode, string Reason, DateTimeOffset Since, DateTimeOffset Until, int Streak, long Epoch, DateTimeOffset? ProbeUntil,
            string? ProbeRequest, Cause? Cause,
        bool? TimeNamed = null, DateTimeOffset? ProbeSince = null, DateTimeOffset? RefusingSince = null)
    {
        public static StoredRest Of(RestState r) => new(
            r.Mode.ToWire(), r.Reason.ToWire(), r.Since, r.Until, r.Streak, r.Epoch, r.ProbeUntil, r.ProbeRequest, r.Cause,
            r.IsTimeNamed == r.Cause?.RetryAfterMs is not null ? null : r.IsTimeNamed, r.ProbeSince, r.RefusingSince);

        public RestState ToRest() => new()
        {
            Mode = RestModeNames.FromWire(Mode),
            Reason = CooldownReasonNames.FromWire(Reason),
            Since = Since,
            Until = Until,
            Streak = Streak,
            Epoch = Epoch,
            ProbeUntil = ProbeUntil,
            ProbeRequest = ProbeRequest,
            ProbeSince = ProbeSince,
            RefusingSince = RefusingSince,
            IsTimeNamed = TimeNamed ?? Cause?.RetryAfterMs is not null,
            Cause = Cause,
        };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackendStateCodec.Stored))]
internal sealed partial class BackendStateJson : JsonSerializerContext;
