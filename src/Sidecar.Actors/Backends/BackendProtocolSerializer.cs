using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;
using Sidecar.Journal;
using static Sidecar.Backends.BackendProtocol;

namespace Sidecar.Backends;

/// <summary>Serializes a backend's messages for other machines, as JSON with the message's name as the manifest.</summary>
public sealed class BackendProtocolSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string StatusManifest = "backend-status.v1";

    private static readonly Dictionary<string, JsonTypeInfo> ByManifest = new(StringComparer.Ordinal)
    {
        ["request-lease.v1"] = BackendProtocolJson.Default.RequestLease,
        ["lease-granted.v1"] = BackendProtocolJson.Default.LeaseGranted,
        ["lease-refused.v1"] = BackendProtocolJson.Default.LeaseRefused,
        ["report-attempt.v1"] = BackendProtocolJson.Default.ReportAttempt,
        ["report-limits.v1"] = BackendProtocolJson.Default.ReportLimits,
        ["complete-lease.v1"] = BackendProtocolJson.Default.CompleteLease,
        ["return-lease.v1"] = BackendProtocolJson.Default.ReturnLease,
        ["await-written.v1"] = BackendProtocolJson.Default.AwaitWritten,
        ["written.v1"] = BackendProtocolJson.Default.Written,
        ["cool.v1"] = BackendProtocolJson.Default.Cool,
        ["end-rests.v1"] = BackendProtocolJson.Default.EndRests,
        ["overridden.v1"] = BackendProtocolJson.Default.Overridden,
        ["get-status.v1"] = BackendProtocolJson.Default.GetStatus,
        [StatusManifest] = BackendProtocolJson.Default.StoredStatus,
    };

    private static readonly Dictionary<Type, string> ByType = ByManifest.ToDictionary(
        m => m.Key == StatusManifest ? typeof(BackendStatus) : m.Value.Type, m => m.Key);

    public override int Identifier => 7102;

    public override string Manifest(object o) =>
        ByType.TryGetValue(o.GetType(), out var manifest) ? manifest
            : throw new ArgumentException($"{o.GetType()} is not a message of a backend.", nameof(o));

    public override byte[] ToBinary(object obj)
    {
        var manifest = Manifest(obj);
        return JsonSerializer.SerializeToUtf8Bytes(obj is BackendStatus status ? StoredStatus.Of(status) : obj, ByManifest[manifest]);
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!ByManifest.TryGetValue(manifest, out var type))
            throw new ArgumentException($"'{manifest}' is not a message of a backend.", nameof(manifest));
        var message = JsonSerializer.Deserialize(bytes, type) ?? throw new InvalidDataException($"'{manifest}' is empty.");
        return message is StoredStatus status ? status.ToStatus() : message;
    }

    /// <summary>A status with its state in the stored form.</summary>
    internal sealed record StoredStatus(
        string BackendId, byte[] State, int InFlight, int StartedInWindow, int UnwrittenEvents, DateTimeOffset At,
        long StartedToday = 0)
    {
        public static StoredStatus Of(BackendStatus s) =>
            new(s.BackendId, BackendStateCodec.Write(s.State), s.InFlight, s.StartedInWindow, s.UnwrittenEvents, s.At, s.StartedToday);

        public BackendStatus ToStatus() =>
            new(BackendId, BackendStateCodec.Read(State), InFlight, StartedInWindow, UnwrittenEvents, At, StartedToday);
    }
}

[JsonSerializable(typeof(RequestLease))]
[JsonSerializable(typeof(LeaseGranted))]
[JsonSerializable(typeof(LeaseRefused))]
[JsonSerializable(typeof(ReportAttempt))]
[JsonSerializable(typeof(ReportLimits))]
[JsonSerializable(typeof(CompleteLease))]
[JsonSerializable(typeof(ReturnLease))]
[JsonSerializable(typeof(AwaitWritten))]
[JsonSerializable(typeof(Written))]
[JsonSerializable(typeof(Cool))]
[JsonSerializable(typeof(EndRests))]
[JsonSerializable(typeof(Overridden))]
[JsonSerializable(typeof(GetStatus))]
[JsonSerializable(typeof(BackendProtocolSerializer.StoredStatus))]
internal sealed partial class BackendProtocolJson : JsonSerializerContext;
